/** What was found out about a frame when it was read, from the state of the connection at that time; the rest is in its octets. */
import type { OctetStream } from '../../octets.ts'
import type { FaultCode } from './faults.ts'
import type { LineFault } from './field-section.ts'
import type { DynamicTable, TableWindow } from './hpack/dynamic-table.ts'
import type { HpackFault } from './hpack/field-block-decoder.ts'
import type { Http2Name } from './names.ts'
import type { Settings } from './settings.ts'
import type { StreamState } from './stream.ts'

/** A class, because a stream has 100,000 of them: so all have one shape, and no field is added later. */
export class FrameFacts {
  exchange: number | undefined = undefined
  /** What is wrong with parts of it, by the part's name; the first fault found counts. */
  blames: Map<Http2Name, FaultCode> | undefined = undefined
  /** What the unit is, in a word: `GET /`, 200, how many octets of data, an error code. */
  value: string | number | undefined = undefined
  stateBefore: StreamState | undefined = undefined
  stateAfter: StreamState | undefined = undefined
  /** The flow-control windows that the frame changes, before it: its sender's for DATA, the other end's for WINDOW_UPDATE. */
  connectionWindow: number | undefined = undefined
  streamWindow: number | undefined = undefined
  settings: SettingsFacts | undefined = undefined
  fields: FieldFacts | undefined = undefined
  /** The direction's octet where a field block could not be read, so that this one is not. */
  notDecodedSince: number | undefined = undefined
}

export interface SettingsFacts {
  readonly name: 'settings-announced' | 'settings-in-force'
  readonly before: Settings
  readonly after: Settings
}

/** The part of a field block that was read when the frame came: enough to read it once more. */
export interface FieldFacts {
  /** The direction's octets, or those of the block where it lies in several frames; offsets below are of these. */
  readonly octets: OctetStream
  /** The first octet of the first instruction that ends in this frame. */
  readonly start: number
  /** The first octet of what is cut or wrong, or the end. */
  readonly at: number
  readonly end: number
  readonly table: DynamicTable
  readonly before: TableWindow
  readonly after: TableWindow
  readonly lineFaults: ReadonlyMap<number, LineFault> | undefined
  readonly hpackFaults: ReadonlyMap<number, HpackFault> | undefined
  /** What keeps it from being read beyond `at`. */
  readonly fault: HpackFault | undefined
}

/** Takes note of a fault. */
export function blame(facts: FrameFacts, part: Http2Name, code: FaultCode): void {
  facts.blames ??= new Map()
  if (!facts.blames.has(part)) facts.blames.set(part, code)
}
