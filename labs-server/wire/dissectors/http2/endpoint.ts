/** One end of the connection: what it has announced, how much it may send, and the field block it is in the middle of. */
import type { CarriedOctets } from '../../carried-octets.ts'
import type { Direction } from '../../pdu.ts'
import type { FieldSection } from './field-section.ts'
import { FieldBlockDecoder } from './hpack/field-block-decoder.ts'
import { AnnouncedSettings } from './settings.ts'
import type { Stream } from './stream.ts'

/** A field block whose END_HEADERS has not come. */
export interface OpenBlock {
  readonly stream: number
  /** Undefined where the block belongs to no message that is read. */
  readonly message: { readonly of: Stream; readonly section: FieldSection } | undefined
  readonly endsStream: boolean
  /** Its octets so far. */
  readonly octets: CarriedOctets
  /** The first of them that is in no instruction yet. */
  at: number
}

export class Endpoint {
  /** The direction in which it sends. */
  readonly direction: Direction
  readonly settings = new AnnouncedSettings()
  readonly decoder = new FieldBlockDecoder()
  /** How many octets of DATA it may still send on the connection. RFC 9113 section 6.9.2: 65,535 at first. */
  window = 65_535
  block: OpenBlock | undefined
  /** Whether it has acknowledged any SETTINGS. */
  hasAcknowledged = false
  /** The direction's octet from which on field blocks are not decoded. */
  brokenAt: number | undefined
  /** The last stream identifier of its last GOAWAY. */
  lastStreamId = Number.POSITIVE_INFINITY

  constructor(direction: Direction) {
    this.direction = direction
  }
}
