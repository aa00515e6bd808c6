/** The terms of the glossary: every name that a unit, a part or a computed value can have, from the layers' own vocabularies. */
import '#wire/dissectors/all.ts'
import { knownLayers } from '#wire/layer.ts'
import type { Explanation } from '#wire/vocabulary.ts'
import { glossarySlug } from './slug.ts'

/** A name as one layer uses it. */
export interface Sense extends Explanation {
  readonly name: string
  readonly layer: string
  /** What the protocol is called: `HTTP/1.1`. */
  readonly protocol: string
}

/** All that share an address. */
export interface Term {
  readonly slug: string
  /** As printed in the standards, the first layer's first. */
  readonly names: readonly string[]
  readonly senses: readonly Sense[]
}

/** Sorted by address. */
export function readTerms(): readonly Term[] {
  const bySlug = Map.groupBy(
    knownLayers().flatMap(({ layer, title: protocol, vocabulary }) =>
      Object.entries(vocabulary).map(([name, row]): Sense => ({ ...row, name, layer, protocol })),
    ),
    ({ name }) => glossarySlug(name),
  )
  return [...bySlug]
    .map(([slug, senses]) => ({ slug, senses, names: [...new Set(senses.map(({ name }) => name))] }))
    .toSorted((one, other) => (one.slug < other.slug ? -1 : 1))
}
