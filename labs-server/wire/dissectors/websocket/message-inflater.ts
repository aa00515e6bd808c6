/** Takes the compression of permessage-deflate off messages: RFC 7692 section 7.2.2. */
import type { DecodingRoom } from '../../decoding-room.ts'
import type { Agreed } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { INFLATE_FAULTS } from '../../inflate/faults.ts'
import { Inflater, type InflateSink, MAX_DECODED_OCTETS } from '../../inflate.ts'
import type { Direction } from '../../pdu.ts'
import { PERMESSAGE_DEFLATE, readDeflateParameters, readExtensions } from './extensions.ts'
import { FAULTS } from './faults.ts'

// "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message."
const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff)

/** How the messages of one direction are compressed. */
export interface DeflateAgreement {
  /** Whether each message starts with an empty window. */
  readonly noContextTakeover: boolean
  readonly windowBits: number
}

/** What was agreed for one direction; undefined when messages are not compressed. */
export function deflateAgreement(agreed: Agreed, direction: Direction): DeflateAgreement | undefined {
  const extension = readExtensions(agreed.response.get('sec-websocket-extensions')).find(
    ({ name }) => name === PERMESSAGE_DEFLATE,
  )
  if (extension === undefined) return undefined
  const parameters = readDeflateParameters(extension, false)
  const isClient = direction === 'client-to-server'
  const bits = isClient ? parameters?.clientMaxWindowBits : parameters?.serverMaxWindowBits
  return {
    noContextTakeover: (isClient ? parameters?.clientNoContextTakeover : parameters?.serverNoContextTakeover) ?? false,
    windowBits: typeof bits === 'number' ? bits : 15,
  }
}

/** The compressed messages of one direction, one frame after the other. */
export class MessageInflater {
  readonly #agreement: DeflateAgreement
  readonly #sink: InflateSink['run']
  readonly #room: DecodingRoom
  #inflater: Inflater | undefined
  #isLost = false
  /** What may still be decoded in this direction, whatever messages it comes in. */
  #left = MAX_DECODED_OCTETS
  /** The frame's payload in the inflater's stream. */
  #frameStart = 0
  #frameEnd = 0

  /** `sink` is told of runs by offsets into the frame's payload. */
  constructor(agreement: DeflateAgreement, sink: InflateSink['run'], room: DecodingRoom) {
    this.#agreement = agreement
    this.#sink = sink
    this.#room = room
  }

  /** Whether an earlier fault keeps messages from being inflated: their window is not known. */
  get isLost(): boolean {
    return this.#isLost
  }

  /** Inflates the payload of the next frame, and returns what is wrong with it. */
  take(payload: Uint8Array, isFirst: boolean, isFinal: boolean): Fault | undefined {
    const inflater = isFirst ? this.#startMessage() : this.#inflater
    if (inflater === undefined || this.#isLost) return undefined
    this.#frameEnd = this.#frameStart + payload.length
    inflater.push(payload)
    if (isFinal) inflater.push(TAIL)
    inflater.closeRun()
    this.#frameStart = this.#frameEnd + (isFinal ? TAIL.length : 0)
    const fault = faultOf(inflater) ?? (isFinal && !inflater.isBetweenBlocks ? INCOMPLETE : undefined)
    this.#isLost = fault !== undefined
    return fault
  }

  #startMessage(): Inflater {
    if (this.#inflater === undefined || this.#agreement.noContextTakeover) {
      this.#left -= this.#inflater?.decoded ?? 0
      this.#inflater = this.#newInflater()
      this.#frameStart = 0
      this.#isLost = false
    } else if (!this.#inflater.isBetweenBlocks) {
      this.#isLost = true
    }
    return this.#inflater
  }

  #newInflater(): Inflater {
    const run: InflateSink['run'] = (octets, { start, end }, verbatim) => {
      // A symbol can have its first bits in the frame before, and its last ones in the tail.
      const within = (offset: number) => Math.min(Math.max(offset, this.#frameStart), this.#frameEnd) - this.#frameStart
      this.#sink(octets, { start: within(start), end: within(end) }, verbatim)
    }
    const { windowBits } = this.#agreement
    return new Inflater({ run }, { windowBits, continues: true, maxOctets: this.#left, room: this.#room })
  }
}

const INCOMPLETE = FAULTS['compressed-message-incomplete']

function faultOf({ state }: Inflater): Fault | undefined {
  return state === 'reading' || state === 'done' ? undefined : INFLATE_FAULTS[state]
}
