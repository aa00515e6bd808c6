/**
 * Says what parts and their values mean: more words than all else in `wire/`, so a page loads them when a reader first asks.
 */
import { valueSentence as http1Value } from './dissectors/http1/value-sentences.ts'
import { layerNamed } from './layer.ts'
import type { Part } from './pdu.ts'
import { explanationOf } from './vocabulary.ts'

/** What a part is, and what this very value means. `parent` is the part around it: a value means more beside its name. */
export function partSentence(part: Part, parent?: Part, layer = 'http1'): string {
  const sentence = explanationOf(layer, part.name)?.sentence ?? `The octets of ${part.name}.`
  // Every page has HTTP/1.1, but not these words of it; other layers are loaded with theirs.
  const value = layer === 'http1' ? http1Value(part, parent) : layerNamed(layer)?.valueSentence?.(part, parent)
  return value === undefined ? sentence : `${sentence} ${value}`
}
