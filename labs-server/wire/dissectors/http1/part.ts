/** Makes parts that lie in one piece. */
import type { Part } from '../../pdu.ts'
import { FAULTS, type FaultCode } from './faults.ts'

export function part(name: string, start: number, end: number): Part {
  return { name, ranges: [{ start, end }] }
}

export function valuedPart(name: string, start: number, end: number, value: string | number): Part {
  return { name, ranges: [{ start, end }], value }
}

/** The part, with the fault if there is one. */
export function faulted(part: Part, code: FaultCode | undefined): Part {
  return code === undefined ? part : { ...part, fault: FAULTS[code] }
}
