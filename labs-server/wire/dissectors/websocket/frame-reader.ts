/**
 * Reads the frames of one direction.
 *
 * Rule 1: a frame is read when its last octet has come; its header is judged by what was said before it.
 * Rule 2: a fault does not end the reading, as long as the frame tells where the next one starts.
 * Rule 3: a message is its frames from the one with opcode 1 or 2 to the one with fin set; control frames may stand between
 *         them, and belong to none (RFC 6455 section 5.4).
 */
import type { Fault } from '../../fault.ts'
import type { Pdu } from '../../pdu.ts'
import type { UnitSource } from '../../placed-unit.ts'
import { closeFaults } from './close-rules.ts'
import { FAULTS } from './faults.ts'
import { Frame, type FrameFaults } from './frame.ts'
import { type FrameHeader, readFrameHeader } from './frame-header.ts'
import { headerFaults } from './frame-rules.ts'
import { unmasked } from './masking.ts'
import type { MessageReader, MessageShare } from './message-reader.ts'
import { BINARY, CLOSE, isControl, TEXT } from './opcodes.ts'
import { PlainUnit } from './unit.ts'

/** What the handshake says of the frames. */
export interface FrameAgreement {
  /** Whether the handshake was seen, and with it that the connection starts here. */
  readonly isSeen: boolean
  /** Whether messages can be compressed. */
  readonly isDeflate: boolean
  /** Whether an extension was agreed on that is not known here, which may use any reserved bit. */
  readonly isOther: boolean
}

export class FrameReader {
  readonly #source: UnitSource
  readonly #agreement: FrameAgreement
  readonly #messages: MessageReader
  #at: number
  /** Of the frame at `#at`, once it has come. */
  #header: FrameHeader | undefined
  #isClosed = false
  /** Why nothing from `#at` on can be read. */
  #unreadable: Fault | undefined
  #isOver = false

  constructor(source: UnitSource, start: number, agreement: FrameAgreement, messages: MessageReader) {
    this.#source = source
    this.#at = start
    this.#agreement = agreement
    this.#messages = messages
  }

  /** Reads the frames that are complete now. */
  read(units: Pdu[]): void {
    while (this.#unreadable === undefined && !this.#isOver) {
      const { octets } = this.#source.octets
      this.#header ??= readFrameHeader(octets, this.#at)
      if (this.#header === undefined) return
      const payloadStart = this.#at + this.#header.size
      const end = payloadStart + this.#header.payloadLength
      if (end > Number.MAX_SAFE_INTEGER) this.#giveUp(this.#header, payloadStart, units)
      else if (end > octets.length) return
      else this.#readFrame(this.#header, payloadStart, end, units)
    }
  }

  /** What has begun and is not complete: a frame, or between two frames a message. */
  pending(): Pdu | undefined {
    if (this.#isOver) return undefined
    return this.#source.octets.length > this.#at ? this.#rest() : this.#messages.pending()
  }

  /** The direction has ended: what was begun or is missing, with its fault. */
  end(units: Pdu[]): void {
    if (this.#isOver) return
    this.#isOver = true
    const { length } = this.#source.octets
    if (length > this.#at) units.push(this.#rest(FAULTS['frame-incomplete']))
    // Without the handshake these may be a few frames from the middle of a connection.
    else if (this.#agreement.isSeen && length > 0 && !this.#isClosed && this.#unreadable === undefined) {
      const fault = FAULTS['close-frame-missing']
      units.push(new PlainUnit('missing-close-frame', this.#source, { start: length, end: length }, false, fault))
    }
    this.#messages.abandon(units)
  }

  #readFrame(header: FrameHeader, payloadStart: number, end: number, units: Pdu[]): void {
    const { opcode, fin, payloadLength } = header
    let faults = this.#headerFaults(header)
    let whole: Fault | undefined
    let share: MessageShare | undefined
    if (opcode === CLOSE) {
      faults = { ...closeFaults(this.#payload(header, payloadStart, end)), ...faults }
    } else if (!isControl(opcode)) {
      // Section 5.5.1: "The application MUST NOT send any more data frames after sending a Close frame."
      if (this.#isClosed) whole = FAULTS['data-after-close']
      if (opcode === TEXT || opcode === BINARY) this.#messages.abandon(units)
      if (opcode <= BINARY) share = this.#messages.take(header, payloadStart)
      // What is wrong with a message can show in a frame that adds nothing to it.
      if (share?.fault !== undefined && payloadLength === 0) whole ??= share.fault
      else if (share?.fault !== undefined) faults = { 'payload-data': share.fault, ...faults }
    }
    const frame = new Frame(this.#source, this.#at, end, { ...share, complete: true, fault: whole, faults })
    units.push(frame)
    if (share !== undefined) this.#messages.add(frame, fin, units)
    if (opcode === CLOSE) this.#isClosed = true
    this.#at = end
    this.#header = undefined
  }

  /** The frame does not tell where the next one starts. */
  #giveUp(header: FrameHeader, payloadStart: number, units: Pdu[]): void {
    const faults = this.#headerFaults(header)
    units.push(new Frame(this.#source, this.#at, payloadStart, { complete: true, faults }))
    this.#at = payloadStart
    this.#unreadable = faults?.['payload-length'] ?? FAULTS['payload-length-too-large']
  }

  /** The octets from `#at` on, which are not a whole frame. */
  #rest(incomplete?: Fault): Pdu {
    const { length } = this.#source.octets
    if (this.#unreadable !== undefined) {
      return new PlainUnit('unreadable', this.#source, { start: this.#at, end: length }, this.#isOver, this.#unreadable)
    }
    const faults = this.#header && this.#headerFaults(this.#header)
    return new Frame(this.#source, this.#at, length, { complete: false, fault: incomplete, faults })
  }

  #headerFaults(header: FrameHeader): FrameFaults | undefined {
    return headerFaults(header, {
      direction: this.#source.direction,
      isDeflateAgreed: this.#agreement.isDeflate,
      isOtherAgreed: this.#agreement.isOther,
      isMessageOpen: this.#messages.isOpen,
    })
  }

  #payload({ isMasked }: FrameHeader, start: number, end: number): Uint8Array {
    const { octets } = this.#source.octets
    return isMasked ? unmasked(octets, start, start, end) : octets.subarray(start, end)
  }
}
