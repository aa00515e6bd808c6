/** Content without a message around it: a file, or a page of octets, that holds an event stream and nothing else. */
import { CarriedOctets } from './carried-octets.ts'
import { type ContentDescription, describeContent } from './content-description.ts'
import type { CarriedContent, Dissector, DissectorStart, EndedBy } from './dissector.ts'
import { unnamedOctets } from './dissectors/octets/index.ts'
import { contentLayerFor, knownLayers } from './layer.ts'
import { DIRECTIONS, type Direction, type Pdu } from './pdu.ts'

/** A connection each of whose directions is one content, or undefined when no layer reads what `name` names. */
export function contentConnection(name: string, start: DissectorStart): Dissector | undefined {
  const described = contentNamed(name)
  return described && new ContentConnection(described, start)
}

/**
 * What content is meant by a layer, one of the names it goes by alone, or a media type with its parameters
 * (`server-sent-events`, `sse`, `text/event-stream`); undefined when no layer reads it.
 */
export function contentNamed(name: string): ContentDescription | undefined {
  const described = describeContent(mediaTypeNamed(name) ?? name)
  const isRead = DIRECTIONS.some((direction) => contentLayerFor({ ...described, direction }) !== undefined)
  return isRead ? described : undefined
}

function mediaTypeNamed(name: string): string | undefined {
  for (const layer of knownLayers()) {
    const alone = 'startContent' in layer ? layer.alone : undefined
    if (alone !== undefined && (layer.layer === name || alone.names.includes(name))) return alone.mediaType
  }
  return undefined
}

/** Its units are those of the layer that reads the content; octets of a direction that none reads are shown unnamed. */
class ContentConnection implements Dissector {
  readonly handOff = undefined
  readonly carried: CarriedContent[] = []
  readonly #start: DissectorStart
  readonly #contents: Partial<Record<Direction, CarriedOctets>> = {}
  readonly #unnamed: Dissector

  constructor(described: ContentDescription, start: DissectorStart) {
    this.#start = start
    this.#unnamed = unnamedOctets.start(start)
    for (const direction of DIRECTIONS) {
      const kind = { ...described, direction }
      if (contentLayerFor(kind) === undefined) continue
      const octets = new CarriedOctets()
      this.#contents[direction] = octets
      this.carried.push({ kind: 'content', ...kind, octets })
    }
  }

  advance(direction: Direction): readonly Pdu[] {
    const content = this.#contents[direction]
    if (content !== undefined) {
      const at = this.#start.from[direction] + content.length
      const stream = this.#start.streams[direction]
      content.carry(stream.slice({ start: at, end: stream.length }), at)
    }
    return []
  }

  end(direction: Direction, by: EndedBy): readonly Pdu[] {
    const content = this.#contents[direction]
    if (content === undefined) return this.#unnamed.end(direction, by)
    content.end(by === 'end' ? 'complete' : 'cut-short')
    return []
  }

  pending(direction: Direction): Pdu | undefined {
    return this.#contents[direction] === undefined ? this.#unnamed.pending(direction) : undefined
  }
}
