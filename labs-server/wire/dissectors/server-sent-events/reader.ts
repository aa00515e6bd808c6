/** Reads an event stream block by block: WHATWG HTML, "Interpreting an event stream". */
import type { CarriedContent, ContentDissector } from '../../dissector.ts'
import type { Pdu } from '../../pdu.ts'
import { EventBlock, SilentBlock, type SourceState } from './block.ts'
import { FAULTS } from './faults.ts'
import { fieldOf, firstLineStart, isBlank, isComment, isNamed, type Line, lineAt } from './lines.ts'

export class EventStreamReader implements ContentDissector {
  readonly #content: CarriedContent
  /** The first octet of the block that has not ended. */
  #block = 0
  /** The first octet of the block's line that has not ended; undefined while that is its first. */
  #line: number | undefined
  /** The line's end has been looked for up to here. */
  #searched = 0
  #hasData = false
  /** Whether the block has a line that means something. */
  #hasField = false
  #before: SourceState = { lastEventId: undefined, reconnectionTime: undefined }
  #after = this.#before

  constructor(content: CarriedContent) {
    this.#content = content
  }

  advance(): readonly Pdu[] {
    return this.#read(false)
  }

  // "Once the end of the file is reached, any pending data must be discarded. (If the file ends in the middle of an event,
  // before the final empty line, the incomplete event is not dispatched.)"
  end(): readonly Pdu[] {
    const units = [...this.#read(true)]
    const { length } = this.#content.octets
    if (length > this.#block) {
      const { octets } = this.#content.octets
      const line = { start: this.#lineStart(octets), end: length, next: length }
      const isLost = this.#hasField || !(isBlank(line) || isComment(octets, line))
      // A retry field counts at once, an id only when its block ends.
      const after = { ...this.#before, reconnectionTime: this.#after.reconnectionTime }
      const states = { before: this.#before, after }
      const fault = isLost ? FAULTS['event-cut-short'] : undefined
      units.push(new SilentBlock(this.#content, { start: this.#block, end: length }, states, !isLost, fault))
      this.#block = length
    }
    return units
  }

  pending(): Pdu | undefined {
    const { length } = this.#content.octets
    return length > this.#block ? this.#unit(length, false) : undefined
  }

  #read(isOver: boolean): readonly Pdu[] {
    const { octets } = this.#content.octets
    const units: Pdu[] = []
    while (this.#block < octets.length) {
      const start = this.#lineStart(octets)
      const line = lineAt(octets, start, isOver, Math.max(start, this.#searched))
      if (line === undefined) {
        // A CR at the very end is looked at again.
        this.#searched = octets.length - 1
        break
      }
      this.#line = line.next
      if (isBlank(line)) {
        units.push(this.#unit(line.next, true))
        this.#block = line.next
        this.#line = undefined
        this.#before = this.#after
        this.#hasData = false
        this.#hasField = false
      } else if (!isComment(octets, line)) this.#process(octets, line)
    }
    return units
  }

  /** Asked anew for each read: it takes three octets to tell a byte order mark. */
  #lineStart(octets: Uint8Array): number {
    return this.#line ?? firstLineStart(octets, this.#block)
  }

  // "Field names must be compared literally, with no case folding performed."
  #process(octets: Uint8Array, line: Line): void {
    const { nameEnd, valueStart } = fieldOf(octets, line)
    const isField = (name: string) => isNamed(octets, line.start, nameEnd, name)
    this.#hasField = true
    if (isField('data')) this.#hasData = true
    else if (isField('id')) {
      // "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value."
      const value = { start: valueStart, end: line.end }
      if (!octets.subarray(value.start, value.end).includes(0)) this.#remember({ lastEventId: value })
    } else if (isField('retry')) {
      // "If the field value consists of only ASCII digits, then interpret the field value as an integer in base ten".
      const digits = this.#content.octets.text({ start: valueStart, end: line.end })
      if (/^\d+$/.test(digits)) this.#remember({ reconnectionTime: Math.min(Number(digits), Number.MAX_SAFE_INTEGER) })
    }
  }

  #remember(change: Partial<SourceState>): void {
    this.#after = { ...this.#after, ...change }
  }

  #unit(end: number, complete: boolean): Pdu {
    const range = { start: this.#block, end }
    const states = { before: this.#before, after: this.#after }
    const Unit = this.#hasData ? EventBlock : SilentBlock
    return new Unit(this.#content, range, states, complete)
  }
}
