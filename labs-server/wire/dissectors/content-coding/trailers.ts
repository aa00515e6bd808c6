/** What stands behind the compressed blocks: checksums of what they decode to (RFC 1952 section 2.3.1, RFC 1950 section 2.2). */
import type { Computed, Part } from '../../pdu.ts'
import type { SpecRef } from '../../spec-ref.ts'
import { FAULTS } from './faults.ts'
import { DEFLATE_SPECS, GZIP_SPECS } from './names.ts'
import { bigEndian, CodingUnit, littleEndian } from './unit.ts'

/** What was decoded. */
export interface Decoded {
  readonly length: number
  readonly checksum: number
}

export const GZIP_TRAILER_OCTETS = 8
export const ZLIB_TRAILER_OCTETS = 4

abstract class Trailer extends CodingUnit {
  protected readonly decoded: Decoded

  constructor(decoded: Decoded, ...of: ConstructorParameters<typeof CodingUnit>) {
    super(...of)
    this.decoded = decoded
  }

  /** The checksum that the decoded octets have, under `name`, and how many they are. */
  protected facts(name: string, spec: SpecRef): readonly Computed[] {
    const { checksum, length } = this.decoded
    return [
      { kind: 'value', name, value: hex(checksum), spec },
      { kind: 'value', name: 'decoded-length', value: length, spec: GZIP_SPECS['decoded-length'] },
    ]
  }
}

// +---+---+---+---+---+---+---+---+
// |     CRC32     |     ISIZE     |
// +---+---+---+---+---+---+---+---+
export class GzipTrailer extends Trailer {
  readonly name = 'gzip-trailer'

  get parts(): readonly Part[] {
    const { start, octets } = this
    const check = littleEndian(octets, start, 4)
    const size = littleEndian(octets, start + 4, 4)
    return [
      ...this.named('CRC32', start, start + 4, {
        value: hex(check),
        fault: check === this.decoded.checksum ? undefined : FAULTS['gzip-check-wrong'],
      }),
      ...this.named('ISIZE', start + 4, start + 8, {
        value: size,
        fault: size === this.decoded.length % 2 ** 32 ? undefined : FAULTS['gzip-size-wrong'],
      }),
    ]
  }

  get computed(): readonly Computed[] {
    return this.facts('CRC32-of-decoded', GZIP_SPECS['CRC32-of-decoded'])
  }
}

// +---+---+---+---+
// |    ADLER32    |
// +---+---+---+---+
export class ZlibTrailer extends Trailer {
  readonly name = 'zlib-trailer'

  get parts(): readonly Part[] {
    const { start, octets } = this
    const check = bigEndian(octets, start, 4)
    return this.named('ADLER32', start, start + 4, {
      value: hex(check),
      fault: check === this.decoded.checksum ? undefined : FAULTS['zlib-adler-wrong'],
    })
  }

  get computed(): readonly Computed[] {
    return this.facts('ADLER32-of-decoded', DEFLATE_SPECS['ADLER32-of-decoded'])
  }
}

/** Checksums are compared, not counted with. */
function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}
