/** What the units of coded content have in common. */
import { ContentUnit } from '../../content-unit.ts'
import type { Fault } from '../../fault.ts'
import type { Part } from '../../pdu.ts'
import type { SpecRef } from '../../spec-ref.ts'
import { type CodingName, specOf } from './names.ts'

export abstract class CodingUnit extends ContentUnit {
  abstract override readonly name: CodingName

  get layer(): 'gzip' | 'deflate' {
    return this.content.codings.at(-1) === 'deflate' ? 'deflate' : 'gzip'
  }

  get spec(): SpecRef {
    return specOf(this.layer, this.name)
  }

  /** A part of `[start, end)` as far as the unit goes; none where nothing of it has come. */
  protected named(name: CodingName, start: number, end: number, details: Details = {}): readonly Part[] {
    if (start >= this.end) return []
    const { value, fault, parts } = details
    // Of a number that has not come whole, the value is not known.
    const isWhole = end <= this.end
    return [
      this.part(name, start, Math.min(end, this.end), {
        spec: specOf(this.layer, name),
        ...(value !== undefined && isWhole && { value }),
        ...(fault !== undefined && isWhole && { fault }),
        ...(parts !== undefined && { parts }),
      }),
    ]
  }
}

interface Details {
  readonly value?: string | number | boolean | undefined
  readonly fault?: Fault | undefined
  readonly parts?: readonly Part[]
}

/** A unit without parts. */
export class PlainUnit extends CodingUnit {
  readonly name: 'unreadable' = 'unreadable'
}

/** Octets that make one number, the least significant first. */
export function littleEndian(octets: Uint8Array, start: number, size: number): number {
  let value = 0
  for (let at = start + size - 1; at >= start; at--) value = value * 256 + (octets[at] ?? 0)
  return value
}

/** The same with the most significant first. */
export function bigEndian(octets: Uint8Array, start: number, size: number): number {
  let value = 0
  for (let at = start; at < start + size; at++) value = value * 256 + (octets[at] ?? 0)
  return value
}
