/** The units of a WebSocket connection: offsets only. */
import type { Fault } from '../../fault.ts'
import type { OctetRange } from '../../octets.ts'
import type { Direction, Pdu, PduId } from '../../pdu.ts'
import type { SpecRef } from '../../spec-ref.ts'
import { SPECS } from './names.ts'
import { rangesOf, type Source, unitId } from './source.ts'

export type UnitName = 'frame' | 'missing-close-frame' | 'unreadable'

export abstract class WebSocketUnit implements Pdu {
  abstract readonly name: UnitName
  readonly start: number
  readonly end: number
  readonly complete: boolean
  readonly fault?: Fault
  readonly exchange?: number
  readonly stream?: number
  readonly source: Source

  constructor(source: Source, start: number, end: number, complete: boolean, fault?: Fault) {
    this.source = source
    this.start = start
    this.end = end
    this.complete = complete
    if (fault !== undefined) this.fault = fault
    if (source.exchange !== undefined) this.exchange = source.exchange
    if (source.stream !== undefined) this.stream = source.stream
  }

  get layer(): 'websocket' {
    return 'websocket'
  }

  get spec(): SpecRef {
    return SPECS[this.name]
  }

  get id(): PduId {
    return unitId(this.source, this.name, this.start)
  }

  get direction(): Direction {
    return this.source.direction
  }

  get ranges(): readonly OctetRange[] {
    return rangesOf(this.source, this.start, this.end)
  }

  /** The direction's octets up to this unit's end. */
  protected get octets(): Uint8Array {
    return this.source.octets.slice({ start: 0, end: this.end })
  }
}

/** A unit without parts. */
export class PlainUnit extends WebSocketUnit {
  readonly name: UnitName

  constructor(name: UnitName, source: Source, start: number, end: number, complete: boolean, fault: Fault) {
    super(source, start, end, complete, fault)
    this.name = name
  }
}
