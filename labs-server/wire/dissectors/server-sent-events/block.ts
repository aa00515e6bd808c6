/** A block of an event stream: lines up to a blank one (WHATWG HTML, "Interpreting an event stream"). */
import { ContentUnit } from '../../content-unit.ts'
import type { CarriedContent } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import type { OctetRange } from '../../octets.ts'
import type { Computed, Part } from '../../pdu.ts'
import { isUtf8, utf8 } from '../../utf8.ts'
import { FAULTS } from './faults.ts'
import { fieldOf, firstLineStart, isBlank, isComment, isNamed, type Line, lineAt } from './lines.ts'

/** More lines of one block stand together in one part: it bounds what a block's parts can cost. */
export const MAX_LISTED_LINES = 10_000

/** What an event source remembers from block to block. */
export interface SourceState {
  /** Where the value of the last `id` field lies; undefined before the first. */
  readonly lastEventId: OctetRange | undefined
  /** In milliseconds, once a `retry` field has set it. */
  readonly reconnectionTime: number | undefined
}

const INTERPRETATION = 'whatwg-html#event-stream-interpretation'
const DISPATCH = 'whatwg-html#dispatchMessage'

abstract class Block extends ContentUnit {
  protected readonly before: SourceState
  protected readonly after: SourceState

  constructor(
    content: CarriedContent,
    range: OctetRange,
    states: { readonly before: SourceState; readonly after: SourceState },
    complete: boolean,
    fault?: Fault,
  ) {
    super(content, range, complete, fault)
    this.before = states.before
    this.after = states.after
  }

  get layer(): 'server-sent-events' {
    return 'server-sent-events'
  }

  // event = *( comment / field ) end-of-line
  get parts(): readonly Part[] {
    const { octets, start } = this
    const parts: Part[] = []
    const first = firstLineStart(octets, start)
    if (first > start) parts.push(this.part(start === 0 ? 'bom' : 'end-of-line', start, first))
    let listed = 0
    for (const line of linesOf(octets, start)) {
      if (listed++ === MAX_LISTED_LINES) {
        parts.push(this.part('further-lines', line.start, this.end))
        break
      }
      if (isBlank(line)) {
        parts.push(this.part('blank-line', line.start, line.next))
        continue
      }
      parts.push(isComment(octets, line) ? this.#comment(line) : this.#fieldLine(octets, line))
      if (line.next > line.end) parts.push(this.part('end-of-line', line.end, line.next))
    }
    return parts
  }

  protected override get idName(): string {
    return 'event'
  }

  /** The values of all fields of this name, in order. */
  protected valuesOf(name: 'data' | 'event'): readonly string[] {
    const { octets } = this
    const values: string[] = []
    for (const line of linesOf(octets, this.start)) {
      if (isBlank(line) || isComment(octets, line)) continue
      const { nameEnd, valueStart } = fieldOf(octets, line)
      if (isNamed(octets, line.start, nameEnd, name)) values.push(utf8(octets.subarray(valueStart, line.end)))
    }
    return values
  }

  /** `last-event-id` and `reconnection-time`, each if `always` or if this block changed it. */
  protected changes(always: boolean): readonly Computed[] {
    const { before, after } = this
    const changes: Computed[] = []
    if (always || after.lastEventId !== before.lastEventId) {
      const [id, idBefore] = [this.#text(after.lastEventId), this.#text(before.lastEventId)]
      changes.push({
        kind: 'value',
        name: 'last-event-id',
        value: id,
        ...(id !== idBefore && { before: idBefore }),
        spec: DISPATCH,
      })
    }
    if (after.reconnectionTime !== undefined && (always || after.reconnectionTime !== before.reconnectionTime)) {
      changes.push({
        kind: 'value',
        name: 'reconnection-time',
        value: after.reconnectionTime,
        ...(after.reconnectionTime !== before.reconnectionTime &&
          before.reconnectionTime !== undefined && { before: before.reconnectionTime }),
        spec: INTERPRETATION,
      })
    }
    return changes
  }

  #text(range: OctetRange | undefined): string {
    return range === undefined ? '' : utf8(this.content.octets.slice(range))
  }

  #comment({ start, end }: Line): Part {
    return this.part('comment', start, end, {
      parts: [this.part('colon', start, start + 1), this.#textPart('comment-text', start + 1, end)],
    })
  }

  #fieldLine(octets: Uint8Array, line: Line): Part {
    const { nameEnd, colon, valueStart } = fieldOf(octets, line)
    const parts = [this.#textPart('field-name', line.start, nameEnd)]
    if (colon !== undefined) {
      parts.push(this.part('colon', colon, colon + 1))
      if (valueStart > colon + 1) parts.push(this.part('space', colon + 1, valueStart))
      parts.push(this.#textPart('field-value', valueStart, line.end))
    }
    return this.part('field-line', line.start, line.end, { parts })
  }

  #textPart(name: 'field-name' | 'field-value' | 'comment-text', start: number, end: number): Part {
    const octets = this.content.octets.slice({ start, end })
    return this.part(name, start, end, {
      value: utf8(octets),
      ...(!isUtf8(octets) && { fault: FAULTS['not-utf-8'] }),
    })
  }
}

/** A block with data: a script hears of it. */
export class EventBlock extends Block {
  get name(): 'event' {
    return 'event'
  }

  /** The data that the script gets. */
  get value(): string {
    // "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to the data
    // buffer." "If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last character".
    return this.valuesOf('data').join('\n')
  }

  /** The name of the event that is fired. */
  get type(): string {
    // "Initialize event's type attribute to "message"". An empty event type buffer leaves it at that.
    return this.valuesOf('event').at(-1) || 'message'
  }

  get computed(): readonly Computed[] {
    return [
      { kind: 'value', name: 'dispatched', value: this.complete, spec: DISPATCH },
      { kind: 'value', name: 'type', value: this.type, spec: DISPATCH },
      { kind: 'value', name: 'data', value: this.value, spec: DISPATCH },
      ...this.changes(true),
    ]
  }
}

/** A block without data, or without its end: nobody hears of it, though it may set what is remembered. */
export class SilentBlock extends Block {
  get name(): 'block' {
    return 'block'
  }

  // "If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string and return."
  get computed(): readonly Computed[] {
    return [{ kind: 'value', name: 'dispatched', value: false, spec: DISPATCH }, ...this.changes(false)]
  }
}

/** The lines of a block that ends with `octets`; the last one may not have ended. */
function* linesOf(octets: Uint8Array, start: number): Iterable<Line> {
  for (let at = firstLineStart(octets, start); at < octets.length; ) {
    const line = lineAt(octets, at, true) ?? { start: at, end: octets.length, next: octets.length }
    yield line
    at = line.next
  }
}
