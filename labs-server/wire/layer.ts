/** A layer: one protocol that can be read, with its words. The registry of layers, to which pages add when they need more. */
import type { DecodingRoom } from './decoding-room.ts'
import type { Agreed, CarriedContent, ContentDissector, Dissector, DissectorStart } from './dissector.ts'
import type { Fault } from './fault.ts'
import type { Narrator } from './narration.ts'
import type { Computed, Part } from './pdu.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What a layer is called, and its words: all there is of one whose units another layer's dissector yields. */
export interface LayerWords {
  /** The layer's name in units and on the command line: `http1`. */
  readonly layer: string
  /** What the protocol is called in prose: `HTTP/1.1`. */
  readonly title: string
  /** A row for every name that its units, parts and computed values can have. */
  readonly vocabulary: Vocabulary
  /** Names that only separate others, where the vocabulary comes later than the layer. */
  readonly delimiters?: ReadonlySet<string>
  /** What its units are in a few words, where that is more than the vocabulary's title. */
  readonly narrator?: Narrator
  /** What a part's very value means, where that is more than its name. */
  valueSentence?(part: Part, parent: Part | undefined): string | undefined
}

/** A protocol of both directions. */
export interface DissectorEntry extends LayerWords {
  /** The names under which another protocol hands over to it (RFC 9110 section 7.8 protocol names, in lower case). */
  readonly protocols: readonly string[]
  /** Judges the request that offers the protocol or, if there is one, the response that agrees to it. */
  judgeHandshake?(request: FieldMap, response?: FieldMap): HandshakeVerdict
  start(start: DissectorStart): Dissector
}

/** Field names in lower case, with the values of all field lines of a name (RFC 9110 section 5.3). */
export type FieldMap = Agreed['request']

/** What a protocol says of a message by which a connection goes over to it. */
export interface HandshakeVerdict {
  /** By the name of the field that is wrong. */
  readonly fields: ReadonlyMap<string, Fault>
  /** What is wrong with the message as a whole: a field that is missing. */
  readonly whole?: Fault
  readonly computed?: readonly Computed[]
}

/** A format of content, in one direction. */
export interface ContentEntry extends LayerWords {
  /** Whether this is content of its kind, as far as the message's head tells. The first layer that says so reads it. */
  reads(content: ContentKind): boolean
  /**
   * How it is asked for where its octets stand alone, without a message that says what they are, as in a file: under its
   * layer's name or one of `names`, it is read as content of `mediaType`.
   */
  readonly alone?: { readonly mediaType: string; readonly names: readonly string[] }
  /** What it decodes, it takes from `room`; without one it has room of its own. */
  startContent(content: CarriedContent, room?: DecodingRoom): ContentDissector
}

export type Layer = DissectorEntry | ContentEntry | LayerWords

/** What tells which layer reads content. */
export type ContentKind = Pick<CarriedContent, 'mediaType' | 'codings' | 'direction'>

const layers = new Map<string, Layer>()
const onDemand = new Set<string>()

/** Adds layers; a name that is there already keeps its place. Content is offered to layers in the order of their adding. */
export function addLayers(...added: readonly Layer[]): void {
  for (const layer of added) layers.set(layer.layer, layer)
}

/** Names protocols, media types and content codings whose layers are added only when octets ask for them. */
export function expectLayers(...names: readonly string[]): void {
  for (const name of names) onDemand.add(name)
}

/** Every layer so far. */
export function knownLayers(): readonly Layer[] {
  return [...layers.values()]
}

export function layerNamed(name: string): Layer | undefined {
  return layers.get(name)
}

/** The dissector of a protocol, by the layer's name or by one it is negotiated under; undefined when it is not there (yet). */
export function dissectorFor(protocol: string): DissectorEntry | undefined {
  return knownLayers().find(
    (layer): layer is DissectorEntry =>
      'start' in layer && (layer.layer === protocol || layer.protocols.includes(protocol)),
  )
}

/** The layer that reads such content; undefined when it is not there (yet). */
export function contentLayerFor(content: ContentKind): ContentEntry | undefined {
  return knownLayers().find((layer): layer is ContentEntry => 'startContent' in layer && layer.reads(content))
}

/** Whether a layer that is not there yet would read this protocol. */
export function isExpected(protocol: string): boolean {
  return onDemand.has(protocol) && dissectorFor(protocol) === undefined
}

/** Whether a layer that is not there yet would read such content. */
export function isContentExpected(content: ContentKind): boolean {
  const name = content.codings.at(-1) ?? content.mediaType
  return onDemand.has(name) && contentLayerFor(content) === undefined
}
