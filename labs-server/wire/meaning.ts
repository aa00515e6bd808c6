/**
 * Says what parts and their values mean. The words of HTTP/1.1, which every page has, are more than all else in `wire/`: they
 * come with this file, which a page loads when a reader first asks. Other layers are loaded with theirs.
 */
import { http1InWords } from './dissectors/http1/words.ts'
import { addLayers, layerNamed } from './layer.ts'
import type { Part } from './pdu.ts'
import { explanationOf } from './vocabulary.ts'

addLayers(http1InWords)

/** What a part is, and what this very value means. `parent` is the part around it: a value means more beside its name. */
export function partSentence(part: Part, parent?: Part, layer = 'http1'): string {
  const sentence = explanationOf(layer, part.name)?.sentence ?? `The octets of ${part.name}.`
  const value = layerNamed(layer)?.valueSentence?.(part, parent)
  return value === undefined ? sentence : `${sentence} ${value}`
}
