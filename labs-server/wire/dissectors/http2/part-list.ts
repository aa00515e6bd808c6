/** Collects the parts of one unit: what stands before `end` of the octets read, with the faults that were found in it. */
import type { OctetStream } from '../../octets.ts'
import type { Part } from '../../pdu.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import { type Http2Name, SPECS } from './names.ts'

export interface PartNotes {
  readonly value?: string | number | boolean | undefined
  readonly fault?: FaultCode | undefined
  readonly parts?: readonly Part[]
}

export class PartList {
  readonly parts: Part[] = []
  readonly stream: OctetStream
  readonly #end: number
  readonly #blames: ReadonlyMap<Http2Name, FaultCode> | undefined

  /** Parts are cut off at `end`; `blames` are faults by the name of the part. */
  constructor(stream: OctetStream, end: number, blames?: ReadonlyMap<Http2Name, FaultCode>) {
    this.stream = stream
    this.#end = end
    this.#blames = blames
  }

  /** Adds the octets `[start, end)`, or as many of them as there are; a part that is cut has no value yet. */
  add(name: Http2Name, start: number, end: number, { value, fault, parts }: PartNotes = {}): void {
    if (start >= this.#end && start < end) return
    const isWhole = end <= this.#end
    const code = this.#blames?.get(name) ?? fault
    this.parts.push({
      name,
      ranges: this.stream.rangesOf({ start, end: Math.min(end, this.#end) }),
      spec: SPECS[name],
      ...(value !== undefined && isWhole && { value }),
      ...(code !== undefined && { fault: FAULTS[code] }),
      ...(parts !== undefined && parts.length > 0 && { parts }),
    })
  }
}
