/** Reads what one dissector carries, and what is carried in that: content and tunnels, however deep. */
import type { CarriedOctets } from './carried-octets.ts'
import type { DecodingRoom } from './decoding-room.ts'
import type { Carried, CarriedContent, CarriedTunnel, ContentDissector, Dissector } from './dissector.ts'
import { unnamedOctets } from './dissectors/octets/index.ts'
import { contentLayerFor, dissectorFor } from './layer.ts'
import { DIRECTIONS, type Direction, type Pdu } from './pdu.ts'

/** What is read of content or of a tunnel, and what that carries in turn. */
interface Carrier {
  readonly carried?: readonly Carried[]
}

/** Layers within layers: codings upon codings, tunnels in tunnels. What lies deeper is not read. */
export const MAX_NESTING = 16

interface Reading<Of extends Carried, By extends Carrier> {
  readonly of: Of
  readonly by: By
  /** How many octets it has been told of, by direction. */
  readonly told: Partial<Record<Direction, number>>
  readonly ended: Partial<Record<Direction, true>>
  readonly inner: Inner
  /** Counted in the order in which they began. */
  readonly place: number
}

/** The layers inside one dissector: they have been started for the first `seen` entries of its `carried`. */
interface Inner {
  seen: number
  /** How many layers there are around it. */
  readonly depth: number
  readonly contents: Readings<Reading<CarriedContent, ContentDissector>>
  readonly tunnels: Readings<Reading<CarriedTunnel, Dissector>>
}

const newInner = (depth: number): Inner => ({ seen: 0, depth, contents: new Readings(), tunnels: new Readings() })

/** What is being read side by side. Only what has changed is looked at: a connection may have thousands of streams open. */
class Readings<Of extends { readonly place: number }> {
  readonly open = new Set<Of>()
  readonly #changed = new Set<Of>()

  add(reading: Of, ...octets: readonly CarriedOctets[]): void {
    this.open.add(reading)
    this.#changed.add(reading)
    for (const each of octets) each.changed = () => this.#changed.add(reading)
  }

  /** Those that have changed since the last call, in the order in which they began. */
  takeChanged(): readonly Of[] {
    if (this.#changed.size === 0) return NONE
    const changed = [...this.#changed].sort((one, other) => one.place - other.place)
    this.#changed.clear()
    return changed
  }
}

const NONE: readonly never[] = []

export class CarriedReader {
  readonly #room: DecodingRoom
  readonly #inner = newInner(0)

  /** All that is decoded is taken from `room`. */
  constructor(room: DecodingRoom) {
    this.#room = room
  }

  /** Reads on as far as the carried octets allow, and adds the units now complete. */
  read(carrier: Carrier, units: Pdu[]): void {
    this.#readInner(carrier, this.#inner, units)
  }

  /** Adds the units begun and not completed in `direction`, the innermost last. */
  pending(direction: Direction, pending: Pdu[]): void {
    collectPending(this.#inner, direction, pending)
  }

  #readInner({ carried }: Carrier, inner: Inner, units: Pdu[]): void {
    for (; carried !== undefined && inner.seen < carried.length; inner.seen++) {
      this.#start(carried[inner.seen] as Carried, inner)
    }
    for (const reading of inner.contents.takeChanged()) {
      this.#readContent(reading, units)
      if (reading.ended[reading.of.direction]) inner.contents.open.delete(reading)
    }
    for (const reading of inner.tunnels.takeChanged()) {
      this.#readTunnel(reading, units)
      if (DIRECTIONS.every((direction) => reading.ended[direction])) inner.tunnels.open.delete(reading)
    }
  }

  #start(of: Carried, inner: Inner): void {
    if (inner.depth === MAX_NESTING) return
    const reading = { told: {}, ended: {}, inner: newInner(inner.depth + 1), place: inner.seen }
    if (of.kind === 'tunnel') {
      const by = (dissectorFor(of.protocol) ?? unnamedOctets).start({
        streams: of.octets,
        from: { 'client-to-server': 0, 'server-to-client': 0 },
        agreed: of.agreed,
        room: this.#room,
      })
      inner.tunnels.add({ ...reading, of, by }, ...DIRECTIONS.map((direction) => of.octets[direction]))
      return
    }
    const layer = contentLayerFor(of)
    if (layer !== undefined) inner.contents.add({ ...reading, of, by: layer.startContent(of, this.#room) }, of.octets)
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

function collectPending(inner: Inner, direction: Direction, pending: Pdu[]): void {
  for (const { of, by, inner: deeper } of inner.contents.open) {
    if (of.direction !== direction) continue
    const unit = by.pending()
    if (unit !== undefined) pending.push(unit)
    collectPending(deeper, direction, pending)
  }
  for (const { by, inner: deeper } of inner.tunnels.open) {
    const unit = by.pending(direction)
    if (unit !== undefined) pending.push(unit)
    collectPending(deeper, direction, pending)
  }
}

/** Folded, not spread: a stream has more units than a call may have arguments. */
function append(all: Pdu[], units: readonly Pdu[]): void {
  for (const unit of units) all.push(unit)
}
