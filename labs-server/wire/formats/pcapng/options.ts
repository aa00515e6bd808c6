/** Options of a pcapng block (draft-ietf-opsawg-pcapng section 3.5): code, length, value, padding; the last has code 0. */
import { OPTION, padded } from './codes.ts'

export interface Option {
  readonly code: number
  readonly value: Uint8Array
}

/** The options in `octets` from `start` on, as far as they are whole. */
export function* optionsIn(octets: Uint8Array, start: number, littleEndian: boolean): Iterable<Option> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length)
  for (let at = start; at + 4 <= octets.length; ) {
    const code = view.getUint16(at, littleEndian)
    const length = view.getUint16(at + 2, littleEndian)
    const value = octets.subarray(at + 4, at + 4 + length)
    if (code === OPTION.end || value.length < length) return
    yield { code, value }
    at += 4 + padded(length)
  }
}

/** The text of an option: UTF-8, without the NUL that some writers put behind it. */
export function optionText({ value }: Option): string {
  const end = value.findLastIndex((octet) => octet !== 0) + 1
  return new TextDecoder().decode(value.subarray(0, end))
}
