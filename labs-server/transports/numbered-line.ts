/** Messages as lines of text: each has its number, a space, and the message. Empty lines and spaces before one mean nothing. */
import type { Message, Receive } from './channel.ts'
import { fromText, toText } from './message-text.ts'

/** `7 "hello"` and a line break. */
export function toLine(number: number, message: Message): string {
  return `${number} ${toText(message)}\n`
}

/** Reads lines out of text that comes in pieces, wherever it is cut. */
export class LineReader {
  readonly #receive: Receive
  #begun = ''

  constructor(receive: Receive) {
    this.#receive = receive
  }

  /** @throws SyntaxError for a line that is no message. */
  read(text: string): void {
    const lines = (this.#begun + text).split('\n')
    this.#begun = lines.pop() ?? ''
    for (const line of lines.map((each) => each.trim()).filter((each) => each !== '')) {
      const space = line.indexOf(' ')
      this.#receive(fromText(line.slice(space + 1)), Number(line.slice(0, space)))
    }
  }
}
