/**
 * Reads one direction, frame after frame: RFC 9113 sections 3.4 and 4.
 *
 * Rule 1: the client's first octets are the connection preface; what is not cannot be read as HTTP/2.
 * Rule 2: the first frame of either end is SETTINGS. Another one is a fault; but what is larger than a first frame may be,
 * or of no known type, is another protocol, such as HTTP/1.1 answering that it does not know this one.
 * Rule 3: the content of DATA is handed on as it comes; every other frame is read when it is whole.
 */
import type { Fault } from '../../fault.ts'
import { octetsOf } from '../../octets.ts'
import type { Pdu } from '../../pdu.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import { carryRange } from './field-block.ts'
import { blame, type FrameFacts } from './frame-facts.ts'
import { FRAME_HEADER_OCTETS, type FrameHeader, payloadExtent, readFrameHeader } from './frame-header.ts'
import { ACK, MAX_FRAME_SIZE, PADDED } from './registries.ts'
import type { Reading, Session } from './session.ts'
import { INITIAL_SETTINGS } from './settings.ts'
import { FrameUnit, PlainUnit, type Source } from './unit.ts'

export const CONNECTION_PREFACE = octetsOf('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

interface DataState {
  readonly name: 'data'
  readonly reading: Reading
  /** The octets `[carried, end)` are data that have not been handed on. */
  carried: number
  readonly end: number
}

type State =
  | { readonly name: 'preface' }
  /** Before a frame. */
  | { readonly name: 'start' }
  /** The header of a frame has been read. */
  | { readonly name: 'frame'; readonly frame: FrameHeader }
  /** The rest of a DATA frame is to come. */
  | DataState
  | { readonly name: 'unreadable'; readonly fault: Fault }
  /** The direction has ended, and so has the last unit. */
  | { readonly name: 'over' }

export class FrameReader {
  readonly #source: Source
  readonly #session: Session
  #at: number
  #state: State
  #isFirst = true

  constructor(source: Source, start: number, session: Session) {
    this.#source = source
    this.#at = start
    this.#session = session
    this.#state = source.direction === 'client-to-server' ? { name: 'preface' } : { name: 'start' }
  }

  /** The next complete unit, or undefined while octets are missing. */
  read(octets: Uint8Array): Pdu | undefined {
    if (this.#state.name === 'preface') return this.#readPreface(octets)
    if (this.#state.name === 'start') this.#readHeader(octets)
    if (this.#state.name === 'frame') return this.#readFrame(octets, this.#state.frame)
    if (this.#state.name === 'data') return this.#readData(octets, this.#state)
    return undefined
  }

  /** The unit begun, with what can be told of it. */
  pending(): Pdu | undefined {
    return this.#begun(false)
  }

  /** The direction has ended: the unit begun, with its fault where it is cut short. */
  end(): Pdu | undefined {
    const last = this.#begun(true)
    this.#state = { name: 'over' }
    return last
  }

  #readPreface(octets: Uint8Array): Pdu | undefined {
    const { length } = CONNECTION_PREFACE
    const seen = octets.subarray(this.#at, this.#at + length)
    if (seen.some((octet, place) => octet !== CONNECTION_PREFACE[place])) return this.#giveUp('preface-missing')
    if (seen.length < length) return undefined
    const unit = new PlainUnit('connection-preface', this.#source, this.#at, this.#at + length, true)
    this.#at += length
    this.#state = { name: 'start' }
    return unit
  }

  #readHeader(octets: Uint8Array): void {
    const frame = readFrameHeader(octets, this.#at)
    if (frame === undefined) return
    if (this.#isFirst && isImplausible(frame)) this.#giveUp('settings-missing')
    else this.#state = { name: 'frame', frame }
  }

  #readFrame(octets: Uint8Array, frame: FrameHeader): Pdu | undefined {
    if (frame.name === 'DATA') {
      const decidedAt = frame.flags & PADDED ? Math.min(frame.end, frame.start + FRAME_HEADER_OCTETS + 1) : frame.start
      if (octets.length < decidedAt) return undefined
      const { start: carried, end } = payloadExtent(octets, frame)
      const state = { name: 'data', reading: this.#begin(frame), carried, end } as const
      this.#state = state
      return this.#readData(octets, state)
    }
    return octets.length < frame.end ? undefined : this.#complete(this.#begin(frame))
  }

  #readData(octets: Uint8Array, state: DataState): Pdu | undefined {
    const { reading, end } = state
    const content = reading.half?.content
    const seen = Math.min(end, octets.length)
    if (content !== undefined && content.ended === undefined && seen > state.carried) {
      carryRange(content, this.#source.stream, state.carried, seen)
      state.carried = seen
    }
    return octets.length < reading.frame.end ? undefined : this.#complete(reading)
  }

  #begin(frame: FrameHeader): Reading {
    const reading = this.#session.begin(frame, this.#source.direction)
    if (this.#isFirst) blameFirst(frame, reading.facts)
    this.#isFirst = false
    return reading
  }

  #complete(reading: Reading): Pdu {
    this.#session.finish(reading)
    const { frame, facts } = reading
    this.#at = frame.end
    this.#state = { name: 'start' }
    return new FrameUnit(this.#source, frame, frame.end, true, facts)
  }

  #begun(atEnd: boolean): Pdu | undefined {
    const { length } = this.#source.stream
    const state = this.#state
    if (state.name === 'over' || length === this.#at) return undefined
    const cut = atEnd ? FAULTS['frame-incomplete'] : undefined
    switch (state.name) {
      case 'unreadable':
        return new PlainUnit('unreadable', this.#source, this.#at, length, atEnd, state.fault)
      case 'preface':
        return new PlainUnit(
          'connection-preface',
          this.#source,
          this.#at,
          length,
          false,
          cut && FAULTS['preface-incomplete'],
        )
      case 'start':
        return new PlainUnit('frame', this.#source, this.#at, length, false, cut)
      case 'frame':
        return new FrameUnit(this.#source, state.frame, length, false, this.#foreseen(state.frame), cut)
      case 'data':
        return new FrameUnit(this.#source, state.reading.frame, length, false, state.reading.facts, cut)
    }
  }

  #foreseen(frame: FrameHeader): FrameFacts {
    const facts = this.#session.foresee(frame, this.#source.direction)
    if (this.#isFirst) blameFirst(frame, facts)
    return facts
  }

  #giveUp(code: FaultCode): undefined {
    this.#state = { name: 'unreadable', fault: FAULTS[code] }
  }
}

// RFC 9113 section 3.4: the server connection preface "consists of a potentially empty SETTINGS frame that MUST be the first
// frame the server sends"; of the client, "This sequence MUST be followed by a SETTINGS frame".
function blameFirst({ name, flags }: FrameHeader, facts: FrameFacts): void {
  if (name !== 'SETTINGS' || flags & ACK) blame(facts, 'type', 'settings-missing')
}

/** Whether these octets are no frame that could come first. */
function isImplausible({ name, start, end }: FrameHeader): boolean {
  const length = end - start - FRAME_HEADER_OCTETS
  return name === 'extension-frame' || length > (INITIAL_SETTINGS[MAX_FRAME_SIZE] as number)
}
