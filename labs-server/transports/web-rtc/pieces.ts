/**
 * Messages in pieces that every browser takes: 16 KiB, as RFC 8831 section 6.6 advises. The first octet of a piece says
 * whether more of the message follow.
 */
import type { Message } from '../channel.ts'

const PIECE_OCTETS = 16 * 1024
/** The most that a message may have. */
const MAX_OCTETS = 2 ** 21
const LAST = 0
const MORE = 1

/** The pieces of a message; one, when it is short. */
export function* piecesOf(message: Message): Iterable<Uint8Array<ArrayBuffer>> {
  let start = 0
  do {
    const content = message.subarray(start, start + PIECE_OCTETS - 1)
    start += content.length
    const piece = new Uint8Array(content.length + 1)
    piece[0] = start < message.length ? MORE : LAST
    piece.set(content, 1)
    yield piece
  } while (start < message.length)
}

/** Puts messages together again. */
export class Pieces {
  readonly #receive: (message: Message) => void
  #begun: Uint8Array[] = []
  #octets = 0

  constructor(receive: (message: Message) => void) {
    this.#receive = receive
  }

  /** @throws RangeError when a message becomes too large. */
  take(piece: Uint8Array): void {
    this.#octets += piece.length - 1
    if (this.#octets > MAX_OCTETS) throw new RangeError(`A message has at most ${MAX_OCTETS} octets.`)
    this.#begun.push(piece.subarray(1))
    if (piece[0] === MORE) return
    const message = new Uint8Array(this.#octets)
    let at = 0
    for (const part of this.#begun) {
      message.set(part, at)
      at += part.length
    }
    this.#begun = []
    this.#octets = 0
    this.#receive(message)
  }
}
