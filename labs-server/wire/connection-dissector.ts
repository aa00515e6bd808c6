/**
 * Reads one connection from its first octet to its last: through every hand-off between protocols, and through every
 * layer that these carry.
 */
import { contentConnection } from './content-connection.ts'
import type { Carried, CarriedContent, CarriedTunnel, ContentDissector, Dissector, EndedBy } from './dissector.ts'
import { unnamedOctets } from './dissectors/octets/index.ts'
import { contentLayerFor, dissectorFor, isContentExpected, isExpected } from './layer.ts'
import type { OctetStream } from './octets.ts'
import { DIRECTIONS, type Direction, type Pdu } from './pdu.ts'

/** What is read of content or of a tunnel, and what that carries in turn. */
interface Carrier {
  readonly carried?: readonly Carried[]
}

interface Reading<Of extends Carried, By extends Carrier> {
  readonly of: Of
  readonly by: By
  /** How many octets it has been told of, by direction. */
  readonly told: Partial<Record<Direction, number>>
  readonly ended: Partial<Record<Direction, true>>
  readonly inner: Inner
}

/** The layers inside one dissector: they have been started for the first `seen` entries of its `carried`. */
interface Inner {
  seen: number
  readonly contents: Reading<CarriedContent, ContentDissector>[]
  readonly tunnels: Reading<CarriedTunnel, Dissector>[]
}

const NOTHING: readonly Carried[] = []
const newInner = (): Inner => ({ seen: 0, contents: [], tunnels: [] })

export class ConnectionDissector {
  readonly #streams: Readonly<Record<Direction, OctetStream>>
  readonly #ended: Record<Direction, EndedBy | undefined> = {
    'client-to-server': undefined,
    'server-to-client': undefined,
  }
  #current: Dissector
  #inner = newInner()
  #lacksLayers = false

  /** `protocol` is the layer the connection starts with: `http1`; or what its octets are content of: `text/event-stream`. */
  constructor(streams: Readonly<Record<Direction, OctetStream>>, protocol = 'http1') {
    this.#streams = streams
    const start = { streams, from: { 'client-to-server': 0, 'server-to-client': 0 } }
    this.#current = contentConnection(protocol, start) ?? this.#entry(protocol).start(start)
  }

  /** Whether something would have been read if a layer that is expected had been there. */
  get lacksLayers(): boolean {
    return this.#lacksLayers
  }

  /** Octets were appended in `direction`: returns the units, of either direction, that are complete because of it. */
  advance(direction: Direction): readonly Pdu[] {
    return this.#follow(this.#current.advance(direction))
  }

  /** No more octets will come in `direction`. */
  end(direction: Direction, by: EndedBy): readonly Pdu[] {
    this.#ended[direction] = by
    return this.#follow(this.#current.end(direction, by))
  }

  /** The units begun and not completed in `direction`, the innermost last. */
  pending(direction: Direction): readonly Pdu[] {
    const pending: Pdu[] = []
    const own = this.#current.pending(direction)
    if (own !== undefined) pending.push(own)
    collectPending(this.#inner, direction, pending)
    return pending
  }

  /** Goes on with the next protocol, and with the next: a peer may switch as often as it has octets for it. */
  #follow(units: readonly Pdu[]): readonly Pdu[] {
    const { handOff: handedOver, carried = NOTHING } = this.#current
    if (handedOver === undefined && carried.length === 0) return units
    const all = [...units]
    this.#readInner(this.#current, this.#inner, all)
    let { handOff } = this.#current
    while (handOff !== undefined) {
      this.#inner = newInner()
      this.#current = this.#entry(handOff.protocol).start({
        streams: this.#streams,
        from: handOff.at,
        ...(handOff.agreed && { agreed: handOff.agreed }),
      })
      for (const direction of DIRECTIONS) append(all, this.#current.advance(direction))
      for (const direction of DIRECTIONS) {
        const by = this.#ended[direction]
        if (by !== undefined) append(all, this.#current.end(direction, by))
      }
      this.#readInner(this.#current, this.#inner, all)
      handOff = this.#current.handOff
    }
    return all
  }

  #entry(protocol: string) {
    this.#lacksLayers ||= isExpected(protocol)
    return dissectorFor(protocol) ?? unnamedOctets
  }

  #readInner({ carried }: Carrier, inner: Inner, units: Pdu[]): void {
    for (; carried !== undefined && inner.seen < carried.length; inner.seen++) {
      this.#start(carried[inner.seen] as Carried, inner)
    }
    for (const reading of inner.contents) this.#readContent(reading, units)
    for (const reading of inner.tunnels) this.#readTunnel(reading, units)
    dropEnded(inner.contents, ({ of }) => [of.direction])
    dropEnded(inner.tunnels, () => DIRECTIONS)
  }

  #start(of: Carried, inner: Inner): void {
    const reading = { told: {}, ended: {}, inner: newInner() }
    if (of.kind === 'tunnel') {
      const by = this.#entry(of.protocol).start({
        streams: of.octets,
        from: { 'client-to-server': 0, 'server-to-client': 0 },
        agreed: of.agreed,
      })
      inner.tunnels.push({ ...reading, of, by })
      return
    }
    const layer = contentLayerFor(of)
    if (layer !== undefined) inner.contents.push({ ...reading, of, by: layer.startContent(of) })
    else this.#lacksLayers ||= isContentExpected(of)
  }

  #readContent({ of, by, told, ended, inner }: Reading<CarriedContent, ContentDissector>, units: Pdu[]): void {
    const { octets, direction } = of
    if (octets.length > (told[direction] ?? 0)) {
      told[direction] = octets.length
      append(units, by.advance())
    }
    if (octets.ended !== undefined && !ended[direction]) {
      ended[direction] = true
      append(units, by.end())
    }
    this.#readInner(by, inner, units)
  }

  #readTunnel({ of, by, told, ended, inner }: Reading<CarriedTunnel, Dissector>, units: Pdu[]): void {
    for (const direction of DIRECTIONS) {
      const octets = of.octets[direction]
      if (octets.length > (told[direction] ?? 0)) {
        told[direction] = octets.length
        append(units, by.advance(direction))
      }
      if (octets.ended !== undefined && !ended[direction]) {
        ended[direction] = true
        append(units, by.end(direction, octets.ended === 'complete' ? 'end' : 'reset'))
      }
    }
    this.#readInner(by, inner, units)
  }
}

/** What has ended is not looked at again; a connection may carry thousands of messages. */
function dropEnded<Of extends Carried, By extends Carrier>(
  readings: Reading<Of, By>[],
  directions: (reading: Reading<Of, By>) => readonly Direction[],
): void {
  const isOver = (reading: Reading<Of, By>) => directions(reading).every((direction) => reading.ended[direction])
  if (!readings.some(isOver)) return
  const left = readings.filter((reading) => !isOver(reading))
  readings.length = 0
  readings.push(...left)
}

function collectPending(inner: Inner, direction: Direction, pending: Pdu[]): void {
  for (const { of, by, inner: deeper } of inner.contents) {
    if (of.direction !== direction) continue
    const unit = by.pending()
    if (unit !== undefined) pending.push(unit)
    collectPending(deeper, direction, pending)
  }
  for (const { by, inner: deeper } of inner.tunnels) {
    const unit = by.pending(direction)
    if (unit !== undefined) pending.push(unit)
    collectPending(deeper, direction, pending)
  }
}

/** Folded, not spread: a stream has more units than a call may have arguments. */
function append(all: Pdu[], units: readonly Pdu[]): void {
  for (const unit of units) all.push(unit)
}
