/** What the units of content have in common: content to read from, and parts of it. */
import type { CarriedContent } from './dissector.ts'
import type { Fault } from './fault.ts'
import type { Part, PduId } from './pdu.ts'
import { PlacedUnit, placedId } from './placed-unit.ts'
import type { SpecRef } from './spec-ref.ts'

export abstract class ContentUnit extends PlacedUnit<CarriedContent> {
  get content(): CarriedContent {
    return this.source
  }

  /** Decoded octets, which share a place on the wire, add their own. */
  override get id(): PduId {
    const id = placedId(this.content, this.idName, this.start)
    return this.content.octets.hasOwnPlace(this.start) ? id : `${id}.${this.start}`
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
