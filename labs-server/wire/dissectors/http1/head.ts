/** The head of a message: control data and header section, up to and including the empty line (RFC 9112 section 2.1). */
import type { Fault } from '../../fault.ts'
import { latin1 } from '../../octets.ts'
import type { Computed, Part } from '../../pdu.ts'
import { type Field, readFieldSection } from './fields.ts'
import { type Line, lineAt, terminatorPart } from './line.ts'
import { readRequestLine, readStatusLine, type StartLine } from './start-line.ts'
import { Http1Unit, type UnitPlace } from './unit.ts'

export type MessageKind = 'request' | 'response'

export interface Head {
  readonly startLine: StartLine
  readonly fields: readonly Field[]
  readonly parts: readonly Part[]
}

/** What is wrong with a head as a whole, beyond the grammar of its parts. */
export interface HeadFaults {
  readonly whole?: Fault | undefined
  /** By the place of the field line among the parts of the header section. */
  readonly lines: ReadonlyMap<number, Fault>
  /** Whether any part breaks its own grammar, where that is known. */
  readonly inGrammar?: boolean
  readonly computed?: readonly Computed[] | undefined
}

const NO_FAULTS: HeadFaults = { lines: new Map() }

// HTTP-message = start-line CRLF *( field-line CRLF ) CRLF [ message-body ]
/** Reads a head which starts at `start` and ends where `octets` end; it may be cut anywhere. */
export function readHead(kind: MessageKind, octets: Uint8Array, start: number, faults = NO_FAULTS): Head {
  const line = lineAt(octets, start)
  const startLine = readStartLine(kind, octets, line)
  const parts: Part[] = [startLine.part]
  if (line.terminated) parts.push(terminatorPart(line))
  const section = readFieldSection(octets, line.next)
  for (const [place, fieldLine] of section.parts.entries()) {
    const fault = faults.lines.get(place)
    parts.push(fault === undefined ? fieldLine : { ...fieldLine, fault })
  }
  return { startLine, fields: section.fields, parts }
}

function readStartLine(kind: MessageKind, octets: Uint8Array, line: Line): StartLine {
  return kind === 'request' ? readRequestLine(octets, line) : readStatusLine(octets, line)
}

/** `request` or `response`. */
export class HeadUnit extends Http1Unit {
  readonly name: MessageKind
  /** What the protocol agreed on works out of the handshake. */
  readonly computed?: readonly Computed[]
  readonly #faults: HeadFaults

  constructor(kind: MessageKind, place: UnitPlace, complete: boolean, faults = NO_FAULTS, fault?: Fault) {
    super(place, complete, faults.whole ?? fault)
    this.name = kind
    if (faults.computed !== undefined) this.computed = faults.computed
    this.#faults = faults
  }

  /** A request's method and target (`GET /index.html`); a response's status code. */
  get value(): string | number {
    const { octets } = this
    const line = lineAt(octets, this.start)
    const startLine = readStartLine(this.name, octets, line)
    if (startLine.kind === 'response') {
      return Number.isNaN(startLine.statusCode) ? latin1(octets.subarray(line.start, line.end)) : startLine.statusCode
    }
    return startLine.target === '' ? startLine.method : `${startLine.method} ${startLine.target}`
  }

  get faulty(): boolean | undefined {
    const { inGrammar, lines } = this.#faults
    return this.fault !== undefined || lines.size > 0 || inGrammar
  }

  get parts(): readonly Part[] {
    return readHead(this.name, this.octets, this.start, this.#faults).parts
  }
}
