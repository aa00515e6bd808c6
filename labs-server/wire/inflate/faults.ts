/** Every way in which octets can break DEFLATE: RFC 1951. */
import type { Fault } from '../fault.ts'
import type { SpecRef } from '../spec-ref.ts'

/** Code, section, and the end of the sentence "expected ...". */
const TABLE = {
  'block-type-reserved': ['rfc1951#section-3.2.3', 'block type 0, 1 or 2: type 3 is reserved'],
  'stored-length-mismatch': ['rfc1951#section-3.2.4', "NLEN to be LEN's one's complement"],
  'too-many-codes': ['rfc1951#section-3.2.7', 'at most 286 literal/length codes and 30 distance codes'],
  'code-lengths-invalid': ['rfc1951#section-3.2.2', 'code lengths that make a complete prefix code'],
  'code-length-repeat': [
    'rfc1951#section-3.2.7',
    'a length to repeat, and no more lengths than HLIT and HDIST announce',
  ],
  'end-of-block-missing': ['rfc1951#section-3.2.7', 'a code for the end of the block'],
  'code-unknown': ['rfc1951#section-3.2.6', 'a code that the block defines'],
  'distance-too-far': ['rfc1951#section-3.2.5', 'a distance within the octets decoded so far and the window'],
  'decoded-too-long': [
    'rfc1951#section-6',
    'no more decoded octets than are kept: 67,108,864 of one content or connection, 268,435,456 of all',
  ],
} as const satisfies Record<string, readonly [spec: SpecRef, expected: string]>

export type InflateFaultCode = keyof typeof TABLE

/** All faults by code: one object each. */
export const INFLATE_FAULTS = Object.fromEntries(
  Object.entries(TABLE).map(([code, [spec, expected]]): [string, Fault] => [code, { code, spec, expected }]),
) as Readonly<Record<InflateFaultCode, Fault>>
