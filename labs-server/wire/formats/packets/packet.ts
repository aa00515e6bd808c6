/** A packet of a capture file, whichever format it stood in. */
import type { SeenAt } from '../../trace.ts'

export interface Packet {
  /** What the packet begins with, as a LINKTYPE_ number of https://www.tcpdump.org/linktypes.html */
  readonly linkType: number
  /** Nanoseconds since 1970 UTC. */
  readonly time: bigint
  /** What was captured of it. */
  readonly octets: Uint8Array
  /** Where its block or record stands in the file. */
  readonly offset: number
  /** What our own files say of it besides. */
  readonly notes?: PacketNotes
}

/** What a tap knows of octets and packets do not show: our own files keep it in comments. */
export interface PacketNotes {
  readonly connection?: {
    readonly id: number
    readonly client?: string
    readonly server?: string
    readonly protocol?: string
    readonly tls?: string
    readonly seenAt?: SeenAt
  }
  readonly pieces?: readonly number[]
  readonly heldMs?: number
  readonly gap?: { readonly octets: number; readonly limit: string }
  /** Written because TCP asks for it; the tap has not seen it. */
  readonly isUnseen?: boolean
  /** The emulated path ended the direction, or lost the connection. */
  readonly byPath?: 'end' | 'close'
}
