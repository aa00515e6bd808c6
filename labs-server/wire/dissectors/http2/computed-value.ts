/** Makes computed values, which stand in no octets. */
import type { Computed } from '../../pdu.ts'
import { type Http2Name, SPECS } from './names.ts'

/** A value, with what it was before where that was something else. */
export function computedValue(name: Http2Name, value: string | number, before?: string | number): Computed {
  return { kind: 'value', name, value, ...(before !== undefined && before !== value && { before }), spec: SPECS[name] }
}
