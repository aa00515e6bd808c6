/** Every name that a unit, a part or a computed value of coded content can have, with the section that rules it. */
import type { SpecRef } from '../../spec-ref.ts'

type Specs = Record<string, SpecRef>

/** DEFLATE, which both codings are made of. Names as the RFCs print them; where they print prose, that prose in short. */
const BLOCK_SPECS = {
  'compressed-block': 'rfc1951#section-3.2.3',
  unreadable: 'rfc9110#section-8.4.1',

  'block-header': 'rfc1951#section-3.2.3',
  BFINAL: 'rfc1951#section-3.2.3',
  BTYPE: 'rfc1951#section-3.2.3',
  LEN: 'rfc1951#section-3.2.4',
  NLEN: 'rfc1951#section-3.2.4',
  HLIT: 'rfc1951#section-3.2.7',
  HDIST: 'rfc1951#section-3.2.7',
  HCLEN: 'rfc1951#section-3.2.7',
  'code-lengths': 'rfc1951#section-3.2.7',
  'literal-data': 'rfc1951#section-3.2.4',
  'compressed-data': 'rfc1951#section-3.2.3',

  // Computed
  'decoded-length': 'rfc1951#section-3.2.3',
  'decoded-octets': 'rfc1951#section-3.2.3',
} as const satisfies Specs

export const GZIP_SPECS = {
  ...BLOCK_SPECS,
  'gzip-header': 'rfc1952#section-2.3',
  'gzip-trailer': 'rfc1952#section-2.3',

  ID1: 'rfc1952#section-2.3.1',
  ID2: 'rfc1952#section-2.3.1',
  CM: 'rfc1952#section-2.3.1',
  FLG: 'rfc1952#section-2.3.1',
  FTEXT: 'rfc1952#section-2.3.1',
  FHCRC: 'rfc1952#section-2.3.1',
  FEXTRA: 'rfc1952#section-2.3.1',
  FNAME: 'rfc1952#section-2.3.1',
  FCOMMENT: 'rfc1952#section-2.3.1',
  reserved: 'rfc1952#section-2.3.1',
  MTIME: 'rfc1952#section-2.3.1',
  XFL: 'rfc1952#section-2.3.1',
  OS: 'rfc1952#section-2.3.1',
  XLEN: 'rfc1952#section-2.3.1.1',
  'extra-field': 'rfc1952#section-2.3.1.1',
  'original-file-name': 'rfc1952#section-2.3.1',
  'file-comment': 'rfc1952#section-2.3.1',
  CRC16: 'rfc1952#section-2.3.1',
  CRC32: 'rfc1952#section-2.3.1',
  ISIZE: 'rfc1952#section-2.3.1',

  // Computed
  'CRC32-of-decoded': 'rfc1952#section-8',
} as const satisfies Specs

/** The coding that HTTP calls "deflate" is the zlib format. */
export const DEFLATE_SPECS = {
  ...BLOCK_SPECS,
  'zlib-header': 'rfc1950#section-2.2',
  'zlib-trailer': 'rfc1950#section-2.2',

  CMF: 'rfc1950#section-2.2',
  CM: 'rfc1950#section-2.2',
  CINFO: 'rfc1950#section-2.2',
  FLG: 'rfc1950#section-2.2',
  FCHECK: 'rfc1950#section-2.2',
  FDICT: 'rfc1950#section-2.2',
  FLEVEL: 'rfc1950#section-2.2',
  DICTID: 'rfc1950#section-2.2',
  ADLER32: 'rfc1950#section-2.2',

  // Computed
  'ADLER32-of-decoded': 'rfc1950#section-8.2',
} as const satisfies Specs

export type BlockName = keyof typeof BLOCK_SPECS
export type GzipName = keyof typeof GZIP_SPECS
export type DeflateName = keyof typeof DEFLATE_SPECS
export type CodingName = GzipName | DeflateName

/** The section that rules `name` in one of the two codings. */
export function specOf(layer: 'gzip' | 'deflate', name: CodingName): SpecRef {
  const specs: Readonly<Partial<Record<CodingName, SpecRef>>> = layer === 'gzip' ? GZIP_SPECS : DEFLATE_SPECS
  return specs[name] ?? BLOCK_SPECS['compressed-block']
}
