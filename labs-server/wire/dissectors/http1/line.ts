/** Lines and sections of lines: RFC 9112 sections 2.1 and 2.2. Remembers how far it has searched, so time stays linear. */
import type { Part } from '../../pdu.ts'
import { CR, LF } from './characters.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import { part } from './part.ts'

/** A longer line is not read. RFC 9112 section 3 asks for at least 8000 octets; browsers and servers stop well below. */
export const MAX_LINE_OCTETS = 65_536

/** A longer header or trailer section is not read; bounds what a unit's parts can cost. */
export const MAX_SECTION_OCTETS = 262_144

/** Looks for the end of one line after another in octets that grow. */
export class LineSearch {
  #searched = 0

  /** The offset behind the first LF from `from` on; undefined when none has come, or none within `MAX_LINE_OCTETS`. */
  end(octets: Uint8Array, from: number): number | undefined {
    const limit = Math.min(octets.length, from + MAX_LINE_OCTETS)
    for (let at = Math.max(from, this.#searched); at < limit; at++) {
      if (octets[at] === LF) {
        this.#searched = at + 1
        return at + 1
      }
    }
    this.#searched = limit
    return undefined
  }

  /** Whether the line that starts at `from` was searched as far as a line may go. */
  isTooLong(from: number): boolean {
    return this.#searched - from >= MAX_LINE_OCTETS
  }
}

/** Looks for the empty line that ends a header section or trailer section. */
export class SectionSearch {
  readonly #lines = new LineSearch()
  readonly #start: number
  #line: number

  constructor(start: number) {
    this.#start = start
    this.#line = start
  }

  /** The first octet of the line that has not ended, or that cannot be read. */
  get line(): number {
    return this.#line
  }

  /** The offset behind the empty line, a fault when it can no longer be found, or undefined while it has not come. */
  end(octets: Uint8Array): number | FaultCode | undefined {
    for (;;) {
      const next = this.#lines.end(octets, this.#line)
      if (next === undefined) return this.#lines.isTooLong(this.#line) ? 'line-too-long' : undefined
      if (isEmptyLine(octets, this.#line, next)) return next
      this.#line = next
      if (next - this.#start > MAX_SECTION_OCTETS) return 'section-too-long'
    }
  }
}

function isEmptyLine(octets: Uint8Array, start: number, next: number): boolean {
  return next - start === 1 || (next - start === 2 && octets[start] === CR)
}

/** A line without its terminator, `[start, end)`, and where the next one starts. */
export interface Line {
  readonly start: number
  readonly end: number
  readonly next: number
  /** False when its LF has not come. */
  readonly terminated: boolean
}

/** The line at `start`. A CR that may turn out to be half of a CRLF is not counted to its text. */
export function lineAt(octets: Uint8Array, start: number): Line {
  const found = octets.indexOf(LF, start)
  const terminated = found !== -1
  const lf = terminated ? found : octets.length
  const end = lf > start && octets[lf - 1] === CR ? lf - 1 : lf
  return { start, end, next: terminated ? lf + 1 : lf, terminated }
}

/**
 * The terminator of a line as a part.
 *
 * RFC 9112 section 2.2: "Although the line terminator for the start-line and fields is the sequence CRLF, a recipient
 * MAY recognize a single LF as a line terminator".
 */
export function terminatorPart(line: Line, bareLf: FaultCode = 'bare-lf'): Part {
  return line.next - line.end === 2
    ? part('CRLF', line.end, line.next)
    : { ...part('LF', line.end, line.next), fault: FAULTS[bareLf] }
}

/** The empty line that ends a section, as a part. */
export function emptyLinePart(line: Line): Part {
  const empty = part('empty-line', line.start, line.next)
  return line.next - line.end === 2 ? empty : { ...empty, fault: FAULTS['bare-lf'] }
}
