/** Octets that one protocol carries for another: put together again, each remembering which octets of the wire made it. */
import { type OctetRange, OctetStream } from './octets.ts'

/** `[start, end)` of the carried octets, and what made them. */
interface Piece {
  readonly start: number
  end: number
  /** The octets of the direction that made this piece: one range, but for decoded octets that a layer beneath cuts. */
  from: readonly OctetRange[]
  /** Whether its octets stand on the wire as they are, so that each of them has a place of its own there. */
  readonly verbatim: boolean
}

/** How content ended: as its framing promised, or before that. */
export type ContentEnd = 'complete' | 'cut-short'

/**
 * The content of a message, the payload of frames, the decoded form of either. A dissector reads it like any other
 * octets, and asks `rangesOf` where on the wire what it read lies: several ranges where a layer beneath cuts it.
 */
export class CarriedOctets extends OctetStream {
  /** Called when octets have come, or none will: of a thousand streams, one speaks at a time. */
  changed: (() => void) | undefined
  readonly #pieces: Piece[] = []
  #end: ContentEnd | undefined

  /** Set once no more octets will come. */
  get ended(): ContentEnd | undefined {
    return this.#end
  }

  /** Appends octets that stand on the wire at `from.start` and behind, one for one. */
  carry(octets: Uint8Array, from: number): void {
    this.#append(octets, [{ start: from, end: from + octets.length }], true)
  }

  /** Appends octets that were made of those at `from` by decoding: any of them stands for all of these. */
  carryDecoded(octets: Uint8Array, ...from: readonly OctetRange[]): void {
    this.#append(octets, from, false)
  }

  /** Appends octets of `source` that this layer hands on unchanged, made of the same octets of the wire as they are there. */
  carryOn(source: CarriedOctets, { start, end }: OctetRange): void {
    const until = Math.min(end, source.length)
    for (let place = source.#placeOf(start), at = start; at < until; place++) {
      const piece = source.#pieces[place] as Piece
      const octets = source.slice({ start: at, end: Math.min(until, piece.end) })
      if (piece.verbatim) this.carry(octets, startOf(piece) + at - piece.start)
      else this.carryDecoded(octets, ...piece.from)
      at += octets.length
    }
  }

  /** Whether the octet at `offset` stands on the wire itself; what is decoded shares its place with other octets. */
  hasOwnPlace(offset: number): boolean {
    return this.#pieces[this.#placeOf(offset)]?.verbatim ?? true
  }

  end(how: ContentEnd): void {
    this.#end = how
    this.changed?.()
  }

  override rangesOf({ start, end }: OctetRange): readonly OctetRange[] {
    const ranges: OctetRange[] = []
    for (let place = this.#placeOf(start); place < this.#pieces.length; place++) {
      const piece = this.#pieces[place] as Piece
      if (piece.start >= end && !(start === end && ranges.length === 0)) break
      const from = startOf(piece)
      const made = piece.verbatim
        ? [
            {
              start: from + Math.max(0, start - piece.start),
              end: from + Math.min(end, piece.end) - piece.start,
            },
          ]
        : piece.from
      for (const range of made) {
        const last = ranges.at(-1)
        if (last === undefined || last.end < range.start) ranges.push(range)
        else ranges[ranges.length - 1] = { start: last.start, end: range.end }
      }
      if (start === end) break
    }
    return ranges
  }

  #append(octets: Uint8Array, from: readonly OctetRange[], verbatim: boolean): void {
    if (octets.length === 0) return
    const start = this.length
    this.append(octets)
    this.changed?.()
    const last = this.#pieces.at(-1)
    // What comes in one piece of the wire, but in several reads, is one piece.
    if (verbatim && last?.verbatim && last.from[0]?.end === from[0]?.start) {
      last.end = this.length
      last.from = [{ start: startOf(last), end: startOf(last) + last.end - last.start }]
    } else {
      this.#pieces.push({ start, end: this.length, from, verbatim })
    }
  }

  /** The first piece that ends behind `offset`, found by bisection; the last one for the very end. */
  #placeOf(offset: number): number {
    let low = 0
    let high = this.#pieces.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#pieces[middle] as Piece).end <= offset) low = middle + 1
      else high = middle
    }
    return Math.max(0, Math.min(low, this.#pieces.length - 1))
  }
}

function startOf({ from }: Piece): number {
  return from[0]?.start ?? 0
}
