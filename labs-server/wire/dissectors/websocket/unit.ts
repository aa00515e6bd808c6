/** The units of a WebSocket connection: offsets only. */
import type { Fault } from '../../fault.ts'
import type { OctetRange } from '../../octets.ts'
import { PlacedUnit, type UnitSource } from '../../placed-unit.ts'
import type { SpecRef } from '../../spec-ref.ts'
import { SPECS } from './names.ts'

export type UnitName = 'frame' | 'missing-close-frame' | 'unreadable'

export abstract class WebSocketUnit extends PlacedUnit {
  abstract override readonly name: UnitName

  get layer(): 'websocket' {
    return 'websocket'
  }

  get spec(): SpecRef {
    return SPECS[this.name]
  }
}

/** A unit without parts. */
export class PlainUnit extends WebSocketUnit {
  readonly name: UnitName

  constructor(name: UnitName, source: UnitSource, range: OctetRange, complete: boolean, fault: Fault) {
    super(source, range, complete, fault)
    this.name = name
  }
}
