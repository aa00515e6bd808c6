/** What the units of content have in common: offsets into the octets carried, and their place on the wire. */
import type { CarriedContent } from './dissector.ts'
import type { Fault } from './fault.ts'
import type { OctetRange } from './octets.ts'
import type { Direction, Part, Pdu, PduId } from './pdu.ts'
import type { SpecRef } from './spec-ref.ts'

/** Keeps offsets only; ranges and parts are read from the content's octets when they are asked for. */
export abstract class ContentUnit implements Pdu {
  abstract readonly layer: string
  abstract readonly name: string
  readonly content: CarriedContent
  /** `[start, end)` of the content's octets. */
  readonly start: number
  readonly end: number
  readonly complete: boolean
  readonly fault?: Fault
  readonly exchange?: number
  readonly stream?: number

  constructor(content: CarriedContent, { start, end }: OctetRange, complete: boolean, fault?: Fault) {
    this.content = content
    this.start = start
    this.end = end
    this.complete = complete
    if (fault !== undefined) this.fault = fault
    if (content.exchange !== undefined) this.exchange = content.exchange
    if (content.stream !== undefined) this.stream = content.stream
  }

  get id(): PduId {
    return contentUnitId(this.content, this.idName, this.start)
  }

  get direction(): Direction {
    return this.content.direction
  }

  get ranges(): readonly OctetRange[] {
    return this.content.octets.rangesOf(this)
  }

  /** What its id says it is: the same while the unit grows, even where its name depends on its end. */
  protected get idName(): string {
    return this.name
  }

  /** The content's octets up to this unit's end. */
  protected get octets(): Uint8Array {
    return this.content.octets.slice({ start: 0, end: this.end })
  }

  /** A part made of `[start, end)` of the content's octets. */
  protected part(name: string, start: number, end: number, more: PartDetails = {}): Part {
    return { name, ranges: this.content.octets.rangesOf({ start, end }), ...more }
  }
}

export interface PartDetails {
  readonly spec?: SpecRef
  readonly value?: string | number | boolean
  readonly fault?: Fault
  readonly parts?: readonly Part[]
}

/** Direction, name, and the place of the first octet on the wire; decoded octets, which share one, add their own. */
function contentUnitId({ direction, octets }: CarriedContent, name: string, start: number): PduId {
  const id = `${direction === 'client-to-server' ? 'c2s' : 's2c'}-${name}`
  const place = octets.rangesOf({ start, end: start + 1 })[0]?.start ?? 0
  return octets.hasOwnPlace(start) ? `${id}-${place}` : `${id}-${place}.${start}`
}
