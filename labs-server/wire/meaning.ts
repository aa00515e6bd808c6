/**
 * Says what parts and their values mean: more words than all else in `wire/`, so a page loads them when a reader first asks.
 */
import { valueSentence as http1Value } from './dissectors/http1/value-sentences.ts'
import type { Part } from './pdu.ts'
import { explanationOf } from './vocabulary.ts'

type ValueSentence = (part: Part, parent: Part | undefined) => string | undefined

/** One row a dissector whose values mean more than their text. */
const VALUES: Readonly<Record<string, ValueSentence>> = { http1: http1Value }

/** What a part is, and what this very value means. `parent` is the part around it: a value means more beside its name. */
export function partSentence(part: Part, parent?: Part, layer = 'http1'): string {
  const sentence = explanationOf(layer, part.name)?.sentence ?? `The octets of ${part.name}.`
  const value = VALUES[layer]?.(part, parent)
  return value === undefined ? sentence : `${sentence} ${value}`
}
