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

/**
 * Something worked out that stands in no octets of its own: a state before and after, a table, what octets decode to.
 * Shown as computed, never as observed. Its name is explained in the layer's vocabulary, as a part's is.
 */
export type Computed =
  | {
      readonly kind: 'value'
      readonly name: string
      readonly before?: string | number
      readonly value: string | number | boolean
      readonly spec?: SpecRef
    }
  | {
      readonly kind: 'table'
      readonly name: string
      readonly columns: readonly string[]
      readonly rows: readonly (readonly (string | number)[])[]
      readonly spec?: SpecRef
    }
  | { readonly kind: 'octets'; readonly name: string; readonly octets: Uint8Array; readonly spec?: SpecRef }

/** Unique within its connection, stable however the octets were cut: `c2s-0`, `s2c-event-12`. */
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
  /** The identifier of the HTTP/2 stream that carries it. */
  readonly stream?: number
  /** False while more octets of it are to come, or when the connection ended before they did. */
  readonly complete: boolean
  /** Whether it or any part of it carries a fault, where that is known without building its parts. */
  readonly faulty?: boolean | undefined
  /** What follows from this unit and those before it; built on demand, as parts are. */
  readonly computed?: readonly Computed[]
}
