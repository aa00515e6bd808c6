/** What a filter is: phrases, of which one has to hold for a unit. Made of words by `parse.ts`, put into words by `describe.ts`. */
import type { Needle } from '../octet-search.ts'
import type { Direction } from '../pdu.ts'

/** `chunks or requests, from the server, larger than 1 kB`: any of the things, and all of the conditions. */
export interface Phrase {
  /** Empty for units of any kind. */
  readonly things: readonly Test[]
  readonly conditions: readonly Condition[]
}

/** Units for which one phrase holds; with none, all of them. */
export type Filter = readonly Phrase[]

export interface Condition {
  readonly not: boolean
  readonly test: Test
}

/** One thing that a unit can be asked. */
export type Test =
  /** Its own name, or that of one of its parts; more than one where layers call different things by one word. */
  | { readonly kind: 'named'; readonly names: readonly string[] }
  | { readonly kind: 'layer'; readonly layer: string; readonly title: string }
  /** It holds a header section or trailer section. */
  | { readonly kind: 'headers' }
  | { readonly kind: 'fault'; readonly code: string | undefined }
  | { readonly kind: 'incomplete' }
  /** Octets that were not kept. */
  | { readonly kind: 'gap' }
  | { readonly kind: 'direction'; readonly direction: Direction }
  /** Octets on the wire, both ends included. */
  | { readonly kind: 'size'; readonly least: number; readonly most: number }
  /** When its first octet passed, in milliseconds since the run started; both ends included. */
  | { readonly kind: 'time'; readonly from: number; readonly to: number }
  | { readonly kind: 'connection'; readonly ids: readonly number[] }
  | { readonly kind: 'stream'; readonly ids: readonly number[] }
  /** Its octets, as they passed or decoded, hold these. */
  | { readonly kind: 'containing'; readonly needle: Needle }
  /** It has a part, or something computed, whose name has this word in it; with `value`, one that says this. */
  | { readonly kind: 'part'; readonly name: string; readonly value: string | undefined }
  /** It belongs to an exchange whose request-target holds this text. */
  | { readonly kind: 'target'; readonly text: string }
