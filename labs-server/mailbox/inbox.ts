/** Messages that came up: each taken once and in the order of their numbers, however often and in whatever order they come. */
import { LabError } from '#labs/lab-error.ts'

/** Which piece of a message came, where it was too large for one request. */
export interface Part {
  /** Counted from 1. */
  readonly part: number
  readonly of: number
}

/** How far ahead of its turn a message may come: those without octets take room as well. */
const MAX_AHEAD = 256

/** Pieces of one message. */
interface Pieces {
  readonly pieces: (Uint8Array | undefined)[]
  missing: number
}

export class Inbox {
  readonly #maxOctets: number
  readonly #deliver: (message: Uint8Array, number: number) => void
  /** Whole messages that wait for one before them. */
  readonly #early = new Map<number, Uint8Array>()
  readonly #begun = new Map<number, Pieces>()
  #octets = 0
  #next = 1

  /** `deliver` is called with every message in order; `maxOctets` may wait for their turn. */
  constructor(maxOctets: number, deliver: (message: Uint8Array, number: number) => void) {
    this.#maxOctets = maxOctets
    this.#deliver = deliver
  }

  /** The number of the next message to be delivered. */
  get next(): number {
    return this.#next
  }

  /**
   * Takes in a message, or a part of one. Without a number it follows the one before. One that has come before is ignored:
   * browsers send again what a dying connection left unanswered.
   *
   * @throws LabError `LAB_BAD_REQUEST` for a number or part that cannot be, `LAB_TOO_LARGE` when too much waits for its turn.
   */
  receive(octets: Uint8Array, number = this.#next, part?: Part): void {
    if (!Number.isSafeInteger(number) || number < 1) throw badNumber('A message is numbered from 1.')
    if (number < this.#next || this.#early.has(number)) return
    if (number > this.#next + MAX_AHEAD) {
      throw new LabError(
        'LAB_TOO_LARGE',
        `Message ${number} is more than ${MAX_AHEAD} ahead: send those before it first.`,
      )
    }
    const message = part === undefined || part.of === 1 ? octets : this.#gather(octets, number, part)
    if (message === undefined) return
    // The message whose turn it is does not wait, so it needs no room: those that do would wait for it for ever.
    if (message === octets && number > this.#next) this.#grow(octets.length)
    else if (message === octets) this.#octets += octets.length
    this.#early.set(number, message)
    for (let next = this.#early.get(this.#next); next !== undefined; next = this.#early.get(this.#next)) {
      this.#early.delete(this.#next)
      this.#octets -= next.length
      this.#next += 1
      this.#deliver(next, this.#next - 1)
    }
  }

  /** Keeps a part; returns the message when it was the last one missing. */
  #gather(octets: Uint8Array, number: number, { part, of }: Part): Uint8Array | undefined {
    if (!(Number.isSafeInteger(part) && Number.isSafeInteger(of) && part >= 1 && part <= of && of <= 1000)) {
      throw badNumber('A message has at most 1000 parts, numbered from 1.')
    }
    const begun = this.#begun.get(number) ?? { pieces: Array(of).fill(undefined), missing: of }
    if (begun.pieces.length !== of) throw badNumber(`Message ${number} was begun with ${begun.pieces.length} parts.`)
    if (begun.pieces[part - 1] !== undefined) return undefined
    this.#grow(octets.length)
    begun.pieces[part - 1] = octets
    begun.missing -= 1
    this.#begun.set(number, begun)
    if (begun.missing > 0) return undefined
    this.#begun.delete(number)
    return joined(begun.pieces)
  }

  #grow(octets: number): void {
    if (this.#octets + octets > this.#maxOctets) {
      throw new LabError('LAB_TOO_LARGE', `Messages of more than ${this.#maxOctets} octets wait for one before them.`)
    }
    this.#octets += octets
  }
}

function joined(pieces: readonly (Uint8Array | undefined)[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + (piece?.length ?? 0), 0))
  let at = 0
  for (const piece of pieces) {
    if (piece === undefined) continue
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function badNumber(sentence: string): LabError {
  return new LabError('LAB_BAD_REQUEST', sentence)
}
