/** The words of filters that come from layers: what units and parts are called, so that a new dissector brings its own. */
import type { Layer } from '../layer.ts'
import type { Cursor } from './cursor.ts'
import type { Test } from './filter.ts'

/** What a filter may speak of, beside its own grammar. */
export interface FilterWords {
  /** By what a reader types, in lower case, one space between words: `chunk`, `chunks`, `last chunk`, `websocket`. */
  readonly nouns: ReadonlyMap<string, Test>
  /** Names of units that the run holds, most frequent first: what is worth suggesting. */
  readonly units: readonly string[]
  /** Names of parts and of what is computed, of all layers: `status-code`. */
  readonly parts: ReadonlySet<string>
  /** The connections of the run. */
  readonly connections: readonly number[]
}

/** The most words of one noun: `server-sent events`. */
export const MAX_NOUN_WORDS = 4

/** `units` and `connections` are those of the run. */
export function filterWords(
  layers: readonly Layer[],
  units: readonly string[] = [],
  connections: readonly number[] = [],
): FilterWords {
  const nouns = new Map<string, Test>()
  const add = (word: string, test: Test) => {
    const known = nouns.get(word)
    if (known === undefined) nouns.set(word, test)
    else if (known.kind === 'named' && test.kind === 'named' && !known.names.includes(test.names[0] as string)) {
      nouns.set(word, { kind: 'named', names: [...known.names, ...test.names] })
    }
  }
  const addName = (name: string) => {
    const test: Test = { kind: 'named', names: [name] }
    for (const word of [name, name.replaceAll('-', ' ')]) {
      add(word.toLowerCase(), test)
      add(plural(word.toLowerCase()), test)
    }
  }
  for (const name of units) addName(name)
  const parts = new Set<string>()
  // Names come before titles: of two layers' words the one that stands in the list of units is meant.
  const rows = layers.flatMap(({ vocabulary }) => Object.entries(vocabulary))
  for (const [name] of rows) {
    parts.add(name)
    addName(name)
  }
  for (const [name, { title }] of rows) {
    const test: Test = { kind: 'named', names: [name] }
    const word = title.toLowerCase()
    if (word.split(' ').length > MAX_NOUN_WORDS) continue
    add(word, test)
    add(plural(word), test)
  }
  for (const { layer, title } of layers) {
    const test: Test = { kind: 'layer', layer, title }
    add(layer, test)
    add(title.toLowerCase(), test)
  }
  return { nouns, units, parts, connections }
}

/** `chunk` as `chunks`, `reply` as `replies`, `headers` as it is. */
export function plural(noun: string): string {
  if (/s$/.test(noun)) return noun
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  return /(?:x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`
}

/** The noun of most words at the cursor, which stays where it is. */
export function nounAt(
  cursor: Cursor,
  { nouns }: FilterWords,
): { readonly test: Test; readonly words: number } | undefined {
  const ahead = cursor.words(MAX_NOUN_WORDS)
  for (let words = ahead.length; words > 0; words--) {
    const test = nouns.get(ahead.slice(0, words).join(' '))
    if (test !== undefined) return { test, words }
  }
  return undefined
}
