/**
 * Puts the messages of one direction together from their frames: RFC 6455 section 5.4, RFC 7692 section 7.2.2.
 *
 * Only the first octets of what is inflated are kept, and nothing of what is not: a unit reads that from the wire again.
 */
import { CarriedOctets } from '../../carried-octets.ts'
import { DecodingRoom } from '../../decoding-room.ts'
import type { CarriedContent } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { contentLayerFor, isContentExpected } from '../../layer.ts'
import type { OctetRange } from '../../octets.ts'
import type { Pdu } from '../../pdu.ts'
import type { UnitSource } from '../../placed-unit.ts'
import { FAULTS } from './faults.ts'
import type { Frame, Inflated } from './frame.ts'
import type { FrameHeader } from './frame-header.ts'
import { unmasked } from './masking.ts'
import { type Message, MessageUnit } from './message.ts'
import { type DeflateAgreement, MessageInflater } from './message-inflater.ts'
import { BINARY, CONTINUATION, TEXT } from './opcodes.ts'
import { MAX_SHOWN_OCTETS } from './shown.ts'
import { Utf8Check } from './utf8-check.ts'

/** What a data frame is within its message. */
export interface MessageShare {
  readonly message: Message
  readonly fragment: number
  readonly inflated: Inflated | undefined
  readonly fault: Fault | undefined
}

/** The message that has begun and not ended. */
interface OpenMessage {
  readonly message: Message
  /** Undefined for binary, and once it is known to be wrong. */
  text: Utf8Check | undefined
  /** Where its octets go, if another layer reads them; undefined too once something is wrong with it. */
  carried: CarriedOctets | undefined
}

/** What the inflater makes of the frame in hand. */
interface Inflating {
  readonly payloadStart: number
  readonly kept: Uint8Array[]
  keptLength: number
  length: number
  isText: boolean
}

/** What dissectors of messages go by. */
const MEDIA_TYPE = 'websocket-message'

export class MessageReader {
  /** Complete messages of text that another layer reads. */
  readonly carried: CarriedContent[]
  readonly #source: UnitSource
  readonly #isCarrying: boolean
  readonly #inflater: MessageInflater | undefined
  #inflating: Inflating | undefined
  #open: OpenMessage | undefined
  #begun = 0

  constructor(
    source: UnitSource,
    deflate: DeflateAgreement | undefined,
    carried: CarriedContent[],
    room = new DecodingRoom(),
  ) {
    this.#source = source
    this.carried = carried
    const kind = { mediaType: MEDIA_TYPE, codings: [], direction: source.direction }
    this.#isCarrying = contentLayerFor(kind) !== undefined || isContentExpected(kind)
    if (deflate !== undefined) {
      this.#inflater = new MessageInflater(deflate, (octets, from) => this.#takeInflated(octets, from), room)
    }
  }

  /** Whether a message has begun that has not ended. */
  get isOpen(): boolean {
    return this.#open !== undefined
  }

  pending(): Pdu | undefined {
    return this.#open && new MessageUnit(this.#open.message, false)
  }

  /** A message that will not be ended: the next one has begun, or the direction has ended. */
  abandon(units: Pdu[]): void {
    if (this.#open !== undefined) units.push(new MessageUnit(this.#open.message, false, FAULTS['message-incomplete']))
    this.#open = undefined
  }

  /** A frame with opcode 0, 1 or 2 has come; undefined when it continues nothing. */
  take(header: FrameHeader, payloadStart: number): MessageShare | undefined {
    if (header.opcode !== CONTINUATION) this.#begin(header)
    const open = this.#open
    if (open === undefined) return undefined
    const { message } = open
    const { inflated, fault } = message.isCompressed
      ? this.#inflate(open, header, payloadStart)
      : { inflated: undefined, fault: this.#takePlain(open, header, payloadStart) }
    if (fault !== undefined || (message.isCompressed && inflated === undefined)) open.carried = undefined
    return { message, fragment: message.frames.length + 1, inflated, fault }
  }

  /** The frame that `take` told of. */
  add(frame: Frame, isLast: boolean, units: Pdu[]): void {
    const open = this.#open
    if (open === undefined) return
    open.message.frames.push(frame)
    if (!isLast) return
    this.#open = undefined
    units.push(new MessageUnit(open.message, true))
    if (open.carried === undefined) return
    const { direction, exchange, stream } = this.#source
    open.carried.end('complete')
    this.carried.push({
      kind: 'content',
      direction,
      octets: open.carried,
      mediaType: MEDIA_TYPE,
      parameters: new Map(),
      codings: [],
      ...(exchange !== undefined && { exchange }),
      ...(stream !== undefined && { stream }),
    })
  }

  #begin({ opcode, rsv1 }: FrameHeader): void {
    this.#begun += 1
    const isText = opcode === TEXT
    this.#open = {
      message: {
        source: this.#source,
        number: this.#begun,
        opcode: isText ? TEXT : BINARY,
        isCompressed: rsv1 && this.#inflater !== undefined,
        frames: [],
      },
      text: isText ? new Utf8Check() : undefined,
      carried: isText && this.#isCarrying ? new CarriedOctets() : undefined,
    }
  }

  #takePlain(open: OpenMessage, header: FrameHeader, payloadStart: number): Fault | undefined {
    if (open.text === undefined && open.carried === undefined) return undefined
    const payload = this.#payload(header, payloadStart)
    if (open.carried !== undefined) {
      // Most messages come in one frame, and are short.
      if (header.fin && open.message.frames.length === 0) open.carried.reserve(payload.length)
      let at = 0
      for (const { start, end } of this.#wire(payloadStart, payloadStart + payload.length)) {
        open.carried.carry(payload.subarray(at, at + end - start), start)
        at += end - start
      }
    }
    return checkText(open, header.fin, open.text?.take(payload) ?? true)
  }

  #inflate(open: OpenMessage, header: FrameHeader, payloadStart: number): Pick<MessageShare, 'inflated' | 'fault'> {
    const inflater = this.#inflater as MessageInflater
    const inflating: Inflating = { payloadStart, kept: [], keptLength: 0, length: 0, isText: true }
    this.#inflating = inflating
    const isFirst = header.opcode !== CONTINUATION
    const fault = inflater.take(this.#payload(header, payloadStart), isFirst, header.fin)
    if (fault === undefined && inflater.isLost) return { inflated: undefined, fault }
    const inflated = { octets: joined(inflating.kept, inflating.keptLength), length: inflating.length }
    return { inflated, fault: fault ?? checkText(open, header.fin, inflating.isText) }
  }

  #takeInflated(octets: Uint8Array, from: OctetRange): void {
    const inflating = this.#inflating
    const open = this.#open
    if (inflating === undefined || open === undefined) return
    const kept = octets.slice(0, MAX_SHOWN_OCTETS - inflating.keptLength)
    inflating.kept.push(kept)
    inflating.keptLength += kept.length
    inflating.length += octets.length
    if (open.text !== undefined && inflating.isText) inflating.isText = open.text.take(octets)
    const start = inflating.payloadStart
    open.carried?.carryDecoded(octets, ...this.#wire(start + from.start, start + from.end))
  }

  #payload({ isMasked, payloadLength }: FrameHeader, start: number): Uint8Array {
    const { octets } = this.#source.octets
    const end = start + payloadLength
    return isMasked ? unmasked(octets, start, start, end) : octets.subarray(start, end)
  }

  #wire(start: number, end: number): readonly OctetRange[] {
    return this.#source.octets.rangesOf({ start, end })
  }
}

// RFC 6455 section 5.6: "Note that a particular text frame might include a partial UTF-8 sequence; however, the whole
// message MUST contain valid UTF-8."
function checkText(open: OpenMessage, isLast: boolean, isValid: boolean): Fault | undefined {
  if (open.text === undefined || (isValid && (!isLast || open.text.isWhole))) return undefined
  open.text = undefined
  return FAULTS['text-not-utf-8']
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
