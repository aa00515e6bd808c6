/** An axis of octets: chosen ranges of one direction of a connection, laid end to end. */
import type { OctetRange } from './octets.ts'

/** Positions on it count from 0; an octet of the wire that was not chosen has none. */
export class OctetAxis {
  /** Chosen ranges, and where each of them begins on the axis. */
  readonly #chosen: OctetRange[] = []
  readonly #begins: number[] = []
  readonly length: number
  /** The chosen range that was found last: who places a lane's cells asks for one behind the other. */
  #latest = 0

  /** `chosen` are ranges of the wire, in order. */
  constructor(chosen: Iterable<OctetRange>) {
    let length = 0
    for (const { start, end } of chosen) {
      if (end <= start) continue
      const last = this.#chosen.at(-1)
      if (last?.end === start) this.#chosen[this.#chosen.length - 1] = { start: last.start, end }
      else {
        this.#chosen.push({ start, end })
        this.#begins.push(length)
      }
      length += end - start
    }
    this.length = length
  }

  /** Where ranges of the wire lie on the axis, in order; what lies side by side there is joined. */
  place(ranges: readonly OctetRange[]): readonly OctetRange[] {
    const placed: OctetRange[] = []
    for (const { start, end } of ranges) {
      for (let at = this.#firstEndingAfter(start); at < this.#chosen.length; at++) {
        const chosen = this.#chosen[at] as OctetRange
        if (chosen.start >= end) break
        const shift = (this.#begins[at] as number) - chosen.start
        const piece = { start: Math.max(start, chosen.start) + shift, end: Math.min(end, chosen.end) + shift }
        const last = placed.at(-1)
        if (last?.end === piece.start) placed[placed.length - 1] = { start: last.start, end: piece.end }
        else placed.push(piece)
      }
    }
    return placed
  }

  /** Whether any of these octets of the wire are on the axis. */
  has(ranges: readonly OctetRange[]): boolean {
    return ranges.some(({ start, end }) => (this.#chosen[this.#firstEndingAfter(start)]?.start ?? end) < end)
  }

  /** The octet of the wire at a position of the axis. */
  wireOffset(position: number): number {
    let low = 0
    let high = this.#begins.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#begins[middle] as number) <= position) low = middle + 1
      else high = middle
    }
    const at = Math.max(0, low - 1)
    return (this.#chosen[at]?.start ?? 0) + position - (this.#begins[at] ?? 0)
  }

  #firstEndingAfter(offset: number): number {
    for (let near = this.#latest; near < this.#latest + 2; near++) {
      const before = this.#chosen[near - 1]
      const here = this.#chosen[near]
      if (here === undefined || (before !== undefined && before.end > offset)) break
      if (here.end > offset) {
        this.#latest = near
        return near
      }
    }
    let low = 0
    let high = this.#chosen.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#chosen[middle] as OctetRange).end <= offset) low = middle + 1
      else high = middle
    }
    this.#latest = low
    return low
  }
}
