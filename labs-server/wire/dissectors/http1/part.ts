/** Makes parts that lie in one piece. */
import type { Part } from '../../pdu.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import { type Http1Name, SPECS } from './names.ts'

export function part(name: Http1Name, start: number, end: number): Part {
  return { name, ranges: [{ start, end }], spec: SPECS[name] }
}

/** The same for what a stream has by the million: with the section written out, no look-up by name is left at run time. */
export const chunkParts = {
  size: (start: number, end: number, value: number): Part => ({
    name: 'chunk-size',
    ranges: [{ start, end }],
    spec: SPECS['chunk-size'],
    value,
  }),
  data: (start: number, end: number): Part => ({
    name: 'chunk-data',
    ranges: [{ start, end }],
    spec: SPECS['chunk-data'],
  }),
  crlf: (start: number, end: number): Part => ({ name: 'CRLF', ranges: [{ start, end }], spec: SPECS.CRLF }),
}

export function valuedPart(name: Http1Name, start: number, end: number, value: string | number): Part {
  return { name, ranges: [{ start, end }], spec: SPECS[name], value }
}

/** The part, with the fault if there is one. */
export function faulted(part: Part, code: FaultCode | undefined): Part {
  return code === undefined ? part : { ...part, fault: FAULTS[code] }
}
