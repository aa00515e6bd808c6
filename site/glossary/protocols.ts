/** The terms of each protocol in the order of the list: what the index shows, and what a page's neighbours are. */
import { knownLayers } from '#wire/layer.ts'
import { glossarySlug } from './slug.ts'
import { readTerms, type Sense } from './terms.ts'

export interface ProtocolTerms {
  readonly protocol: string
  /** Its layer. */
  readonly id: string
  /** By name. */
  readonly senses: readonly Sense[]
}

/** In the order in which the layers are known. */
export function readProtocols(): readonly ProtocolTerms[] {
  const byLayer = Map.groupBy(
    readTerms().flatMap((term) => term.senses),
    ({ layer }) => layer,
  )
  return knownLayers().map(({ layer, title: protocol }) => ({
    protocol,
    id: layer,
    senses: (byLayer.get(layer) ?? []).toSorted((one, other) => one.name.localeCompare(other.name, 'en')),
  }))
}

/** The names before and after a term in the list of its protocol. */
export function neighboursOf({ layer, name }: Sense): { readonly before?: string; readonly after?: string } {
  const names =
    readProtocols()
      .find(({ id }) => id === layer)
      ?.senses.map((sense) => sense.name) ?? []
  // Names that differ by case only share a page, which is no neighbour of itself.
  const pages = [...new Map(names.map((each) => [glossarySlug(each), each])).values()]
  const place = pages.findIndex((each) => glossarySlug(each) === glossarySlug(name))
  const [before, after] = [pages[place - 1], pages[place + 1]]
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
}
