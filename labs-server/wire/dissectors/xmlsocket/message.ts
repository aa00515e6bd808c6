/** The units of an XMLSocket: messages, each ended by a zero octet. */
import type { Fault } from '../../fault.ts'
import { latin1, type OctetRange } from '../../octets.ts'
import type { Part } from '../../pdu.ts'
import { PlacedUnit, type UnitSource } from '../../placed-unit.ts'
import { isUtf8, utf8 } from '../../utf8.ts'
import { FAULTS } from './faults.ts'

export type MessageName = 'policy-file-request' | 'policy-file' | 'message'

const POLICY_FILE_REQUEST = /^\s*<policy-file-request\s*\/>\s*$/

/** It may stand behind an XML declaration and a document type. */
const POLICY_FILE = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<cross-domain-policy[\s/>]/

/** No more of a message is looked at to tell which it is. */
const MAX_TELLING_OCTETS = 1024

export class XmlSocketMessage extends PlacedUnit {
  readonly name: MessageName

  constructor(source: UnitSource, range: OctetRange, complete: boolean, fault?: Fault) {
    super(source, range, complete, fault)
    this.name = this.#tell()
  }

  get layer(): 'xmlsocket' {
    return 'xmlsocket'
  }

  /** Which of them it is may show only when more of it has come. */
  protected override get idName(): string {
    return 'message'
  }

  /** The text without the zero octet: a document of XML, as a rule. */
  get value(): string {
    return utf8(this.source.octets.slice(this.#text))
  }

  get parts(): readonly Part[] {
    const octets = this.source.octets.slice(this.#text)
    const text: Part = {
      name: 'text',
      ranges: this.source.octets.rangesOf(this.#text),
      value: utf8(octets),
      ...(this.complete && !isUtf8(octets) && { fault: FAULTS['not-utf-8'] }),
    }
    if (!this.complete) return [text]
    return [text, { name: 'NUL', ranges: this.source.octets.rangesOf({ start: this.end - 1, end: this.end }) }]
  }

  get #text(): OctetRange {
    return { start: this.start, end: this.complete ? this.end - 1 : this.end }
  }

  #tell(): MessageName {
    const { start, end } = this.#text
    const beginning = latin1(this.source.octets.slice({ start, end: Math.min(end, start + MAX_TELLING_OCTETS) }))
    if (this.direction === 'server-to-client') return POLICY_FILE.test(beginning) ? 'policy-file' : 'message'
    return end - start <= MAX_TELLING_OCTETS && POLICY_FILE_REQUEST.test(beginning) ? 'policy-file-request' : 'message'
  }
}
