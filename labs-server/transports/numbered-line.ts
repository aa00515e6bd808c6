/** Messages as lines of text: each has its number, a space, and the message. Empty lines and spaces before one mean nothing. */
import type { Message, Receive } from './channel.ts'
import { fromText, toText } from './message-text.ts'

/** `7 "hello"` and a line break. */
export function toLine(number: number, message: Message): string {
  return `${number} ${toText(message)}\n`
}

/** The longest line: a message of a million octets takes two in JSON at most, or 1.4 in base64. */
const MAX_LINE = 2 * 2 ** 20

/** Reads lines out of text that comes in pieces, wherever it is cut. */
export class LineReader {
  readonly #receive: Receive
  #begun = ''

  constructor(receive: Receive) {
    this.#receive = receive
  }

  /** @throws SyntaxError for a line that is no message, RangeError for one that is too long. */
  read(text: string): void {
    const lines = (this.#begun + text).split('\n')
    this.#begun = lines.pop() ?? ''
    if (this.#begun.length > MAX_LINE) throw new RangeError(`A line has more than ${MAX_LINE} characters.`)
    for (const line of lines.map((each) => each.trim()).filter((each) => each !== '')) {
      const space = line.indexOf(' ')
      this.#receive(fromText(line.slice(space + 1)), Number(line.slice(0, space)))
    }
  }
}
