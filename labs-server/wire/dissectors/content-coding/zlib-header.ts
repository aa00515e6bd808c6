/** The header of the zlib format: RFC 1950 section 2.2. */
import type { Part } from '../../pdu.ts'
import { FAULTS } from './faults.ts'
import { bigEndian, CodingUnit } from './unit.ts'

const DEFLATE = 8
const FDICT = 0x20
const MAX_CINFO = 7

/**
 * Whether content that is to be zlib starts like it: with compression method 8. Bare DEFLATE, which some send instead, starts
 * so only with a stored block whose bits of padding are not zero.
 */
export function startsLikeZlib(first: number): boolean {
  return (first & 0x0f) === DEFLATE
}

/** How many octets the header has, once its flags are known. */
export function zlibHeaderLength(flags: number): 2 | 6 {
  return (flags & FDICT) === 0 ? 2 : 6
}

/** Octets that a decoder would have to know beforehand. */
export function needsDictionary(flags: number): boolean {
  return (flags & FDICT) !== 0
}

//   0   1
// +---+---+
// |CMF|FLG|   (more-->)
// +---+---+
export class ZlibHeader extends CodingUnit {
  readonly name = 'zlib-header'

  get parts(): readonly Part[] {
    const { start, octets } = this
    const cmf = octets[start] ?? 0
    const flags = octets[start + 1] ?? 0
    const first = [start, start + 1] as const
    const second = [start + 1, start + 2] as const
    return [
      ...this.named('CMF', ...first, {
        parts: [
          ...this.named('CM', ...first, { value: cmf & 0x0f }),
          ...this.named('CINFO', ...first, {
            value: cmf >> 4,
            // "Values of CINFO above 7 are not allowed in this version of the specification."
            fault: cmf >> 4 > MAX_CINFO ? FAULTS['zlib-window-too-large'] : undefined,
          }),
        ],
      }),
      ...this.named('FLG', ...second, {
        parts: [
          ...this.named('FCHECK', ...second, {
            value: flags & 0x1f,
            // "The FCHECK value must be such that CMF and FLG, when viewed as a 16-bit unsigned integer stored in MSB
            // order (CMF*256 + FLG), is a multiple of 31."
            fault: (cmf * 256 + flags) % 31 === 0 ? undefined : FAULTS['zlib-check-wrong'],
          }),
          ...this.named('FDICT', ...second, {
            value: needsDictionary(flags),
            fault: needsDictionary(flags) ? FAULTS['zlib-dictionary'] : undefined,
          }),
          ...this.named('FLEVEL', ...second, { value: flags >> 6 }),
        ],
      }),
      ...(needsDictionary(flags)
        ? this.named('DICTID', start + 2, start + 6, { value: bigEndian(octets, start + 2, 4) })
        : []),
    ]
  }
}
