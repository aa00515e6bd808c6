/** What may stand at the caret of a filter that is being typed. */
import type { Suggestion } from './grammar.ts'
import { parseFilter } from './parse.ts'
import type { FilterWords } from './words.ts'

export interface Suggestions {
  /** The word that is being typed: `[from, caret)` of the text is replaced by what is chosen. */
  readonly from: number
  readonly items: readonly Suggestion[]
}

/** More than a reader looks through. */
export const MAX_SUGGESTIONS = 12

export function suggestionsAt(typed: string, caret: number, words: FilterWords): Suggestions {
  const head = typed.slice(0, caret)
  const partial = /[^\s,;]*$/.exec(head)?.[0] ?? ''
  const from = caret - partial.length
  const { expected } = parseFilter(head.slice(0, from), words)
  const lower = partial.toLowerCase()
  const begun = expected.filter(({ text }) => text.toLowerCase().startsWith(lower) && text.toLowerCase() !== lower)
  // A word of a suggestion finds it too: `server` finds `from the server`.
  const inside = expected.filter(
    (item) => lower !== '' && !begun.includes(item) && item.text.toLowerCase().includes(` ${lower}`),
  )
  return { from, items: [...begun, ...inside].slice(0, MAX_SUGGESTIONS) }
}
