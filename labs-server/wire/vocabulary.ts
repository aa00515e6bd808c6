/** The words: for every name that a unit or part can have, a title, a sentence for a learner, and the section. */
import { layerNamed } from './layer.ts'
import type { SpecRef } from './spec-ref.ts'

/** What a name means, whatever its octets are. */
export interface Explanation {
  /** The name in plain words: `Size of the chunk`. */
  readonly title: string
  /** One sentence: what it is and what it is for. */
  readonly sentence: string
  readonly spec?: SpecRef
  /** It only separates other parts; a view may show it faintly. */
  readonly delimiter?: true
}

export type Vocabulary = Readonly<Record<string, Explanation>>

/** What `name` means in `layer`; undefined for a name that no dissector of this layer yields. */
export function explanationOf(layer: string, name: string): Explanation | undefined {
  const vocabulary = layerNamed(layer)?.vocabulary
  return vocabulary !== undefined && Object.hasOwn(vocabulary, name) ? vocabulary[name] : undefined
}

/** Whether `name` only separates other parts of `layer`. */
export function isDelimiter(layer: string, name: string): boolean {
  return layerNamed(layer)?.delimiters?.has(name) ?? explanationOf(layer, name)?.delimiter === true
}
