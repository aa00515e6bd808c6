/** Which units of a log are wrong: looked into once, since looking builds their parts. */
import type { Fault } from './fault.ts'
import type { Pdu } from './pdu.ts'
import type { UnitLog } from './unit-log.ts'

interface Looked {
  units: number
  readonly faulty: Set<Pdu>
}

const looked = new WeakMap<UnitLog, Looked>()

/** The complete units so far that carry a fault or have a part that does. */
export function faultyUnits(log: UnitLog): ReadonlySet<Pdu> {
  let known = looked.get(log)
  if (known === undefined) {
    known = { units: 0, faulty: new Set() }
    looked.set(log, known)
  }
  const { units } = log
  for (; known.units < units.length; known.units++) {
    const unit = units[known.units]?.unit
    if (unit !== undefined && (unit.faulty ?? hasFault(unit))) known.faulty.add(unit)
  }
  return known.faulty
}

/** Whether the part itself or any part in it is wrong. */
export function hasFault(part: { readonly fault?: Fault; readonly parts?: readonly object[] }): boolean {
  return part.fault !== undefined || (part.parts?.some(hasFault) ?? false)
}
