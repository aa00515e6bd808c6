/** The units of an XMLSocket: messages, each ended by a zero octet. */
import type { DissectorStart } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { latin1, type OctetRange, type OctetStream } from '../../octets.ts'
import type { Direction, Part, Pdu, PduId } from '../../pdu.ts'
import { isUtf8, utf8 } from '../../utf8.ts'
import { FAULTS } from './faults.ts'

export type MessageName = 'policy-file-request' | 'policy-file' | 'message'

const POLICY_FILE_REQUEST = /^\s*<policy-file-request\s*\/>\s*$/

/** It may stand behind an XML declaration and a document type. */
const POLICY_FILE = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<cross-domain-policy[\s/>]/

/** No more of a message is looked at to tell which it is. */
const MAX_TELLING_OCTETS = 1024

/** Keeps offsets only; its text is read from the octets when it is asked for. */
export class XmlSocketMessage implements Pdu {
  readonly name: MessageName
  readonly direction: Direction
  readonly start: number
  readonly end: number
  readonly complete: boolean
  readonly fault?: Fault
  readonly exchange?: number
  readonly stream?: number
  readonly #octets: OctetStream

  constructor(from: DissectorStart, direction: Direction, range: OctetRange, complete: boolean, fault?: Fault) {
    this.#octets = from.streams[direction]
    this.direction = direction
    this.start = range.start
    this.end = range.end
    this.complete = complete
    this.name = this.#tell()
    if (fault !== undefined) this.fault = fault
    if (from.agreed?.exchange !== undefined) this.exchange = from.agreed.exchange
    if (from.agreed?.stream !== undefined) this.stream = from.agreed.stream
  }

  get layer(): 'xmlsocket' {
    return 'xmlsocket'
  }

  get id(): PduId {
    const place = this.#octets.rangesOf({ start: this.start, end: this.start + 1 })[0]?.start ?? this.start
    return `${this.direction === 'client-to-server' ? 'c2s' : 's2c'}-message-${place}`
  }

  get ranges(): readonly OctetRange[] {
    return this.#octets.rangesOf(this)
  }

  /** The text without the zero octet: a document of XML, as a rule. */
  get value(): string {
    return utf8(this.#octets.slice(this.#text))
  }

  get parts(): readonly Part[] {
    const octets = this.#octets.slice(this.#text)
    const text: Part = {
      name: 'text',
      ranges: this.#octets.rangesOf(this.#text),
      value: utf8(octets),
      ...(this.complete && !isUtf8(octets) && { fault: FAULTS['not-utf-8'] }),
    }
    if (!this.complete) return [text]
    return [text, { name: 'NUL', ranges: this.#octets.rangesOf({ start: this.end - 1, end: this.end }) }]
  }

  get #text(): OctetRange {
    return { start: this.start, end: this.complete ? this.end - 1 : this.end }
  }

  #tell(): MessageName {
    const { start, end } = this.#text
    const beginning = latin1(this.#octets.slice({ start, end: Math.min(end, start + MAX_TELLING_OCTETS) }))
    if (this.direction === 'server-to-client') return POLICY_FILE.test(beginning) ? 'policy-file' : 'message'
    return end - start <= MAX_TELLING_OCTETS && POLICY_FILE_REQUEST.test(beginning) ? 'policy-file-request' : 'message'
  }
}
