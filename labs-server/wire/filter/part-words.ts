/** Reads what a filter says of parts: `status 404`, `opcode ping`, `type tick`. */
import type { Cursor } from './cursor.ts'
import type { Test } from './filter.ts'
import { COMPARISONS, CONDITION_STARTS, JOINERS, NEGATIONS, type Suggestion } from './grammar.ts'
import { MAX_NOUN_WORDS } from './words.ts'

/** What readers ask for most, in the words of the layers that have it. */
const WELL_KNOWN: readonly Suggestion[] = [
  { text: 'status', about: 'of a response: status 404' },
  { text: 'method', about: 'of a request: method POST' },
  { text: 'type', about: 'of an event: type tick' },
  { text: 'opcode', about: 'of a frame: opcode ping' },
  { text: 'field-name', about: 'of a field line: field-name upgrade' },
  { text: 'chunk-ext', about: 'extensions of chunks' },
]

export class PartWords {
  /** Names of parts and the words they are made of: `status-code`, `status`, `code`. */
  readonly pieces: ReadonlySet<string>
  readonly #names: readonly (readonly string[])[]

  constructor(names: Iterable<string>) {
    const split = [...names].map((name) => [name.toLowerCase(), ...name.toLowerCase().split('-')])
    this.#names = split
    this.pieces = new Set(split.flat())
  }

  get suggestions(): readonly Suggestion[] {
    return WELL_KNOWN.filter(({ text }) => this.pieces.has(text))
  }

  /** A part's name and what it says; behind `with` (`isAsked`) the name is enough. Where it is a noun too, only a number is a value. */
  read(cursor: Cursor, isAsked: boolean, isNoun: boolean): Test | undefined {
    const token = cursor.peek()
    const name = token?.lower.replace(/:$/, '') ?? ''
    if (token?.kind !== 'word' || !this.pieces.has(name)) return undefined
    const from = cursor.at
    cursor.take()
    // `status code 404`: further words of the same name.
    for (let words = 0; words < MAX_NOUN_WORDS && this.#areOneName(name, cursor.peek()?.lower ?? ''); words++)
      cursor.take()
    cursor.accept('=', 'is', ':')
    const value = cursor.peek()
    const isValue = value?.kind === 'text' || (value?.kind === 'word' && !isGrammar(value.lower))
    if (isValue && (!isNoun || /\d/.test(value.text))) {
      return { kind: 'part', name, value: cursor.takeWhole() }
    }
    if (isAsked) return { kind: 'part', name, value: undefined }
    cursor.at = from
    return undefined
  }

  #areOneName(one: string, other: string): boolean {
    return this.#names.some((pieces) => pieces.includes(one) && pieces.includes(other))
  }
}

function isGrammar(word: string): boolean {
  return (
    JOINERS.has(word) ||
    NEGATIONS.has(word) ||
    Object.hasOwn(COMPARISONS, word) ||
    CONDITION_STARTS.some(({ text }) => text.split(' ')[0] === word)
  )
}
