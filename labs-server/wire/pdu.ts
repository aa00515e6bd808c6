/** Protocol data units and their parts: what the octets of a connection turn out to be. */
import type { Fault } from './fault.ts'
import type { OctetRange } from './octets.ts'
import type { SpecRef } from './spec-ref.ts'

/** Which way octets go. Never "sent" or "received": that depends on who tells the story. */
export type Direction = 'client-to-server' | 'server-to-client'

export const DIRECTIONS = ['client-to-server', 'server-to-client'] as const satisfies readonly Direction[]

/** The other way. */
export function opposite(direction: Direction): Direction {
  return direction === 'client-to-server' ? 'server-to-client' : 'client-to-server'
}

/** A named piece of a unit: where its octets are, what they mean, which section says so. */
export interface Part {
  /** The name of the ABNF rule in the RFC, as printed there: `request-line`, `HTTP-version`, `chunk-size`. */
  readonly name: string
  /** Its octets, in order. More than one range when a lower layer cuts it. */
  readonly ranges: readonly OctetRange[]
  /** What the octets mean, where that is more than their text: a number for `chunk-size`, text for a field value. */
  readonly value?: string | number | boolean
  readonly spec?: SpecRef
  readonly fault?: Fault
  readonly parts?: readonly Part[]
}

/** Unique within its connection, stable however the octets were cut: `c2s-0`, `s2c-12`. */
export type PduId = string

/**
 * A protocol data unit: a request, a chunk, an event, a frame. Units of one layer and direction never overlap.
 *
 * A dissector may keep offsets only and read `ranges`, `value` and `parts` from the octets each time they are asked for:
 * so name the properties you need instead of spreading a unit, and compare parts by name and range, not by identity.
 */
export interface Pdu extends Part {
  readonly id: PduId
  /** The dissector that read it: `http1`, `octets`. */
  readonly layer: string
  readonly direction: Direction
  /** Which exchange of the connection it belongs to, counted from 0: a request and its responses. */
  readonly exchange?: number
  /** False while more octets of it are to come, or when the connection ended before they did. */
  readonly complete: boolean
  /** The units of the layer beneath that carried it. */
  readonly carriedBy?: readonly PduId[]
}
