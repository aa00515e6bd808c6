/** Documents of XML, each with a zero octet behind it, as XMLSocket carries them; and messages written as such documents. */
import type { Message } from '../channel.ts'
import { fromText, toText } from '../message-text.ts'

/** The text of a document, and its zero octet. */
export function toOctets(document: string): Uint8Array {
  return new TextEncoder().encode(`${document}\0`)
}

/** `<message number="7">"hello"</message>`. XML has no way to write U+FFFE and U+FFFF (XML 1.0, section 2.2), JSON has. */
export function toDocument(message: Message, number?: number): string {
  const text = toText(message)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
  return `<message${number === undefined ? '' : ` number="${number}"`}>${text}</message>`
}

const MESSAGE = /^<message(?: number="(\d{1,9})")?>([^<]*)<\/message>$/

/** The message that a document is, and its number where it has one. @throws SyntaxError when it is none. */
export function fromDocument(document: string): { readonly message: Message; readonly number: number | undefined } {
  const [, number, text] = MESSAGE.exec(document) ?? []
  if (text === undefined) throw new SyntaxError(`This is no message: ${document.slice(0, 200)}`)
  const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  return { message: fromText(plain), number: number === undefined ? undefined : Number(number) }
}

/** Reads documents out of octets that come in pieces, wherever they are cut. */
export class DocumentReader {
  readonly #maxOctets: number
  readonly #take: (document: string) => void
  #begun: Uint8Array[] = []
  #octets = 0

  /** `take` is called with every document; an empty one is none. */
  constructor(maxOctets: number, take: (document: string) => void) {
    this.#maxOctets = maxOctets
    this.#take = take
  }

  /** @throws RangeError when a document has more than `maxOctets`, and what `take` throws. */
  read(octets: Uint8Array): void {
    let from = 0
    for (let nul = octets.indexOf(0); nul >= 0; nul = octets.indexOf(0, from)) {
      this.#add(octets.subarray(from, nul))
      from = nul + 1
      const decoder = new TextDecoder()
      const document = this.#begun.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode()
      this.#begun = []
      this.#octets = 0
      if (document !== '') this.#take(document)
    }
    this.#add(octets.slice(from))
  }

  #add(piece: Uint8Array): void {
    if (piece.length === 0) return
    this.#octets += piece.length
    if (this.#octets > this.#maxOctets) throw new RangeError(`A document has at most ${this.#maxOctets} octets.`)
    this.#begun.push(piece)
  }
}
