/** The words of a filter one after another, with what could not be understood of them and what may come next. */
import type { Suggestion } from './grammar.ts'
import { type Token, tokensOf } from './tokens.ts'

/** Something that could not be understood. */
export interface Problem {
  /** `[start, end)` of what was typed. */
  readonly start: number
  readonly end: number
  /** What happened and what may be meant. */
  readonly sentence: string
  /** Words that may be meant instead, best first. */
  readonly near: readonly string[]
}

export class Cursor {
  readonly problems: Problem[] = []
  /** What may stand behind the last word; set by whoever finds the end where something is missing. */
  expected: readonly Suggestion[] = []
  /** The place of the next token. */
  at = 0
  readonly #tokens: readonly Token[]

  constructor(typed: string) {
    this.#tokens = tokensOf(typed)
  }

  get isAtEnd(): boolean {
    return this.at >= this.#tokens.length
  }

  /** The next token, or with `ahead` one behind it. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.at + ahead]
  }

  /** The next token, of which the caller knows that it is there. */
  take(): Token {
    const token = this.#tokens[this.at] as Token
    this.at += 1
    return token
  }

  /** The next token with all that follows it without a space, as one text: `/message?size=27`. */
  takeWhole(): string {
    const first = this.take()
    let { text, end } = first
    for (let next = this.peek(); next?.start === end && next.kind !== 'comma'; next = this.peek()) {
      text += next.text
      end = next.end
      this.take()
    }
    return text
  }

  /** The next token if it is one of these words or signs. */
  accept(...words: readonly string[]): Token | undefined {
    const token = this.peek()
    return token !== undefined && token.kind !== 'text' && words.includes(token.lower) ? this.take() : undefined
  }

  /** The next token behind an article. */
  skipArticle(): Token | undefined {
    while (this.accept('the', 'a', 'an') !== undefined);
    return this.peek()
  }

  /** Up to `count` words from here, in lower case; fewer where the words end. */
  words(count: number): readonly string[] {
    const words: string[] = []
    for (const token of this.#tokens.slice(this.at, this.at + count)) {
      if (token.kind !== 'word') break
      words.push(token.lower)
    }
    return words
  }

  /** Whether all is read; if so, this is what may come. */
  endsWith(suggestions: () => readonly Suggestion[]): boolean {
    if (!this.isAtEnd) return false
    this.expected = suggestions()
    return true
  }

  /** Notes what was not understood; `what` is a sentence without its full stop. */
  problem(token: Token | undefined, what: string, near: readonly string[] = []): undefined {
    const meant = near.length === 0 ? '' : ` Did you mean ${near.map((word) => `“${word}”`).join(' or ')}?`
    this.problems.push({ start: token?.start ?? 0, end: token?.end ?? 0, sentence: `${what}.${meant}`, near })
  }
}
