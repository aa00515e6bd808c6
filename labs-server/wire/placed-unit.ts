/** What units have in common whose octets may be carried: offsets into what they were read from, and their place on the wire. */
import type { DissectorStart } from './dissector.ts'
import type { Fault } from './fault.ts'
import type { OctetRange, OctetStream } from './octets.ts'
import type { Direction, Pdu, PduId } from './pdu.ts'

/** One direction that units are read from. */
export interface UnitSource {
  readonly direction: Direction
  readonly octets: OctetStream
  /** Where it speaks inside another protocol. */
  readonly exchange?: number
  readonly stream?: number
}

/** One direction of a connection or a tunnel, as its units are read from it. */
export function sourceOf({ streams, agreed }: DissectorStart, direction: Direction): UnitSource {
  return {
    direction,
    octets: streams[direction],
    ...(agreed?.exchange !== undefined && { exchange: agreed.exchange }),
    ...(agreed?.stream !== undefined && { stream: agreed.stream }),
  }
}

/** Keeps offsets only; ranges and parts are read from the octets when they are asked for. */
export abstract class PlacedUnit<Source extends UnitSource = UnitSource> implements Pdu {
  abstract readonly layer: string
  abstract readonly name: string
  readonly source: Source
  /** `[start, end)` of the source's octets. */
  readonly start: number
  readonly end: number
  readonly complete: boolean
  readonly fault?: Fault
  readonly exchange?: number
  readonly stream?: number

  constructor(source: Source, { start, end }: OctetRange, complete: boolean, fault?: Fault) {
    this.source = source
    this.start = start
    this.end = end
    this.complete = complete
    if (fault !== undefined) this.fault = fault
    if (source.exchange !== undefined) this.exchange = source.exchange
    if (source.stream !== undefined) this.stream = source.stream
  }

  get id(): PduId {
    return placedId(this.source, this.idName, this.start)
  }

  get direction(): Direction {
    return this.source.direction
  }

  get ranges(): readonly OctetRange[] {
    return this.source.octets.rangesOf(this)
  }

  /** What its id says it is: the same while the unit grows, even where its name depends on its end. */
  protected get idName(): string {
    return this.name
  }

  /** The source's octets up to this unit's end. */
  protected get octets(): Uint8Array {
    return this.source.octets.slice({ start: 0, end: this.end })
  }
}

/** Direction, name, and the place of the first octet on the wire. */
export function placedId({ direction, octets }: UnitSource, name: string, start: number): PduId {
  const place = octets.rangesOf({ start, end: start + 1 })[0]?.start ?? start
  return `${direction === 'client-to-server' ? 'c2s' : 's2c'}-${name}-${place}`
}
