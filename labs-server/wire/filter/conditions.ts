/** Reads one condition of a filter, found by its first word. */
import { needleOf } from '../octet-search.ts'
import type { Direction } from '../pdu.ts'
import type { Cursor } from './cursor.ts'
import type { Test } from './filter.ts'
import { COMPARISONS, type Suggestion, sizesFor } from './grammar.ts'
import { nearWords } from './near.ts'
import { PartWords } from './part-words.ts'
import { SIZE_UNITS, TIME_UNITS } from './quantities.ts'
import { readQuantity, readSize, readTime, SIZES, TIMES } from './read-quantity.ts'
import type { Token } from './tokens.ts'
import { type FilterWords, nounAt } from './words.ts'

const MAX_CONNECTIONS_SUGGESTED = 12

const TARGET: Suggestion = { text: '/', about: 'exchanges whose request-target holds this' }

export class ConditionReader {
  readonly #cursor: Cursor
  readonly #words: FilterWords
  readonly #parts: PartWords

  constructor(cursor: Cursor, words: FilterWords) {
    this.#cursor = cursor
    this.#words = words
    this.#parts = new PartWords(words.parts)
  }

  /** Undefined where no condition begins, with nothing taken; or where one is not understood, with a problem or the end. */
  read(): Test | undefined {
    const token = this.#cursor.peek()
    if (token === undefined || token.kind === 'comma' || token.kind === 'text') return undefined
    const word = token.lower
    if (word === 'from' || word === 'by') return this.#readPeer('client-to-server', 'server-to-client')
    if (word === 'to' || word === 'for') return this.#readPeer('server-to-client', 'client-to-server')
    if (word === 'at') return this.#readAtLeast()
    if (word === 'after' || word === 'since' || word === 'before' || word === 'until') return this.#readTimeBound()
    if (word === 'between') return this.#readBetween()
    if (/^(?:on|in|connections?|streams?)$/.test(word)) return this.#readNumbered()
    if (/^(?:contain(?:s|ing)?|includ(?:es|ing))$/.test(word)) return this.#readContaining()
    if (word === 'with' || word === 'of') return this.#readWith()
    if (/^[\d.]+$/.test(word)) return this.#exactly()
    if (Object.hasOwn(COMPARISONS, word)) return this.#readComparison()
    if (word === 'client-to-server' || word === 'server-to-client') {
      this.#cursor.take()
      return { kind: 'direction', direction: word }
    }
    if (word === 'faulty') {
      this.#cursor.take()
      return { kind: 'fault', code: undefined }
    }
    if (word.startsWith('/')) return { kind: 'target', text: this.#cursor.takeWhole() }
    return this.#parts.read(this.#cursor, false, nounAt(this.#cursor, this.#words) !== undefined)
  }

  /** `from the server`, `to /message`. */
  #readPeer(ofClient: Direction, ofServer: Direction): Test | undefined {
    const cursor = this.#cursor
    const first = cursor.take()
    const article = cursor.peek() === undefined ? 'the ' : ''
    const token = cursor.skipArticle()
    if (token === undefined) {
      const peers = [
        { text: `${article}server`, about: ofServer },
        { text: `${article}client`, about: ofClient },
      ]
      cursor.expected = first.lower === 'to' ? [...peers, TARGET] : peers
      return undefined
    }
    if (/^(?:connection|stream)s?$/.test(token.lower)) return this.#readNumbered()
    const text = cursor.takeWhole()
    if (/^servers?$/i.test(text)) return { kind: 'direction', direction: ofServer }
    if (/^(?:clients?|browser|script)$/i.test(text)) return { kind: 'direction', direction: ofClient }
    const mayBeTarget = first.lower === 'to' || first.lower === 'for'
    if (mayBeTarget && (token.kind === 'text' || /[/?=]/.test(text))) return { kind: 'target', text }
    return cursor.problem(
      token,
      `“${text}” is no end of a connection: write “${first.text} the server” or “${first.text} the client”`,
      nearWords(token.lower, ['server', 'client']),
    )
  }

  /** `at least 27 octets`, `at most 1 kB`. */
  #readAtLeast(): Test | undefined {
    const first = this.#cursor.take()
    if (this.#cursor.endsWith(() => ['least', 'most'].map((text) => ({ text, about: 'octets' })))) return undefined
    const bound = this.#cursor.accept('least', 'most')?.lower
    if (bound !== 'least' && bound !== 'most') {
      return this.#cursor.problem(first, 'Behind “at” comes “least” or “most”, and a size: “at least 27 octets”')
    }
    const size = readSize(this.#cursor)
    return size === undefined ? undefined : { kind: 'size', ...sizesFor(bound, size) }
  }

  /** `larger than 1 kB`, `> 27`. */
  #readComparison(): Test | undefined {
    const bound = COMPARISONS[this.#cursor.take().lower]
    const than = { text: 'than', about: 'octets: 27, 1 kB' }
    if (bound === undefined || this.#cursor.endsWith(() => (bound === 'equal' ? SIZES : [than, ...SIZES])))
      return undefined
    this.#cursor.accept('than')
    const size = readSize(this.#cursor)
    return size === undefined ? undefined : { kind: 'size', ...sizesFor(bound, size) }
  }

  #exactly(): Test | undefined {
    const size = readSize(this.#cursor)
    return size === undefined ? undefined : { kind: 'size', ...sizesFor('equal', size) }
  }

  #readTimeBound(): Test | undefined {
    const isFrom = /^(?:after|since)$/.test(this.#cursor.take().lower)
    const time = readTime(this.#cursor)
    if (time === undefined) return undefined
    return isFrom
      ? { kind: 'time', from: time, to: Number.POSITIVE_INFINITY }
      : { kind: 'time', from: Number.NEGATIVE_INFINITY, to: time }
  }

  /** `between 1 s and 2 s`, `between 10 and 20 octets`: the unit of the second is the first's too, where that has none. */
  #readBetween(): Test | undefined {
    const cursor = this.#cursor
    cursor.take()
    const first = readQuantity(cursor, [...TIMES, ...SIZES])
    if (first === undefined) return undefined
    if (cursor.endsWith(() => [{ text: 'and', about: 'and the other end' }])) return undefined
    if (cursor.accept('and', 'to', '-') === undefined) {
      const what = 'Behind “between” come two times or sizes with “and”: “between 1 s and 2 s”'
      return cursor.problem(cursor.peek(), what, ['and'])
    }
    const second = readQuantity(cursor, first.of === 'octets' ? SIZES : TIMES)
    if (second === undefined) return undefined
    const one = first.of === undefined ? first.value * second.scale : first.value
    const other = second.of === undefined ? second.value * first.scale : second.value
    const [low, high] = [Math.min(one, other), Math.max(one, other)]
    return (second.of ?? first.of) === 'octets'
      ? { kind: 'size', least: low, most: high }
      : { kind: 'time', from: low, to: high }
  }

  /** `on connection 2`, `connections 1, 2 and 3`, `stream 5`. */
  #readNumbered(): Test | undefined {
    const cursor = this.#cursor
    const from = cursor.at
    cursor.accept('on', 'in')
    const known = [
      { text: 'connection', about: 'a connection of this run' },
      { text: 'stream', about: 'a stream of HTTP/2' },
    ]
    const word = cursor.skipArticle()
    if (cursor.endsWith(() => known)) return undefined
    const kind = /^(connection|stream)s?$/.exec(word?.lower ?? '')?.[1]
    if (kind !== 'connection' && kind !== 'stream') {
      cursor.at = from
      return undefined
    }
    cursor.take()
    const ids = kind === 'connection' ? this.#words.connections.slice(0, MAX_CONNECTIONS_SUGGESTED) : [1]
    if (cursor.endsWith(() => ids.map((id) => ({ text: String(id), about: `${kind} ${id}` })))) return undefined
    const numbers = this.#readNumbers()
    if (numbers.length > 0) return { kind, ids: numbers }
    return cursor.problem(cursor.peek(), `Behind “${word?.text}” comes its number: “${kind} ${ids[0] ?? 1}”`)
  }

  #readNumbers(): readonly number[] {
    const cursor = this.#cursor
    const numbers: number[] = []
    for (;;) {
      const joiner = cursor.peek()
      const joins = numbers.length > 0 && /^(?:[,;]|and|or)$/.test(joiner?.lower ?? '') ? 1 : 0
      const number = cursor.peek(joins)?.lower ?? ''
      // `connection 2, 27 octets`: a number with a unit is none of these.
      const behind = cursor.peek(joins + 1)?.lower ?? ''
      const hasUnit = Object.hasOwn(SIZE_UNITS, behind) || Object.hasOwn(TIME_UNITS, behind)
      if (!/^#?\d{1,15}$/.test(number) || (numbers.length > 0 && (joins === 0 || hasUnit))) return numbers
      numbers.push(Number(number.replace('#', '')))
      cursor.at += joins + 1
    }
  }

  /** `containing hello`, `containing "two words"`, `containing hex 0d 0a`. */
  #readContaining(): Test | undefined {
    const cursor = this.#cursor
    const first = cursor.take()
    const examples = [
      { text: '"hello"', about: 'text; quotes where it has spaces' },
      { text: 'hex:0d0a', about: 'octets in hexadecimal' },
    ]
    if (cursor.endsWith(() => examples)) return undefined
    const token = cursor.peek() as Token
    const text = cursor.takeWhole()
    let written = token.kind === 'text' ? `"${text}"` : text
    if (token.kind === 'word' && /^hex:?$/.test(token.lower)) {
      while (/^[0-9a-f]{2}$/.test(cursor.peek()?.lower ?? '')) written += ` ${cursor.take().text}`
    }
    const needle = needleOf(written)
    if (needle !== undefined) return { kind: 'containing', needle }
    const what = `“${token.text}” is no hexadecimal: write pairs of digits behind “${first.text}”, as in “hex:0d0a”`
    return cursor.problem(token, what)
  }

  /** `with status 404`, `of type tick`, `with faults`, `of 27 octets`. */
  #readWith(): Test | undefined {
    const cursor = this.#cursor
    const first = cursor.take()
    const token = cursor.skipArticle()
    const faults = { text: 'faults', about: 'breaches of a standard' }
    if (token === undefined) {
      cursor.expected = [...this.#parts.suggestions, faults]
      return undefined
    }
    if (/^(?:faults?|errors?)$/.test(token.lower)) {
      cursor.take()
      const isCode = /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(cursor.peek()?.lower ?? '')
      return { kind: 'fault', code: isCode ? cursor.take().lower : undefined }
    }
    if (/^[\d.]+$/.test(token.lower)) return this.#exactly()
    if (Object.hasOwn(COMPARISONS, token.lower)) return this.#readComparison()
    if (token.lower === 'at') return this.#readAtLeast()
    const part = this.#parts.read(cursor, true, false)
    if (part !== undefined) return part
    cursor.take()
    const near = nearWords(token.lower, this.#parts.pieces)
    return cursor.problem(token, `No part is called “${token.text}”, behind “${first.text}”`, near)
  }
}
