/** Every way in which octets can break gzip (RFC 1952) and zlib (RFC 1950); what breaks DEFLATE is told by `inflate/`. */
import { faultTable } from '../../fault-table.ts'

export const FAULTS = faultTable({
  'gzip-identification-wrong': ['rfc1952#section-2.3.1', 'octets 1f and 8b, with which gzip starts'],
  'gzip-method-unknown': ['rfc1952#section-2.3.1', 'compression method 8, DEFLATE: no other is defined'],
  'gzip-reserved-flag': ['rfc1952#section-2.3.1', '0 in the reserved bits of FLG'],
  'gzip-extra-malformed': ['rfc1952#section-2.3.1.1', 'subfields that fill the extra field'],
  'gzip-header-too-long': ['rfc1952#section-2.3', 'the end of the gzip header within 131,072 octets'],
  'gzip-header-check-wrong': ['rfc1952#section-2.3.1', 'the CRC of the octets of the header'],
  'gzip-check-wrong': ['rfc1952#section-2.3.1', 'the CRC of the decoded octets'],
  'gzip-size-wrong': ['rfc1952#section-2.3.1', 'how many octets have been decoded, modulo 2^32'],
  'zlib-check-wrong': ['rfc1950#section-2.2', 'CMF and FLG to make a multiple of 31'],
  'zlib-window-too-large': ['rfc1950#section-2.2', 'a window of at most 32,768 octets: CINFO of 7 or less'],
  'zlib-dictionary': ['rfc9110#section-8.4.1.2', 'no preset dictionary, about which HTTP could not agree'],
  'zlib-adler-wrong': ['rfc1950#section-2.2', 'the Adler-32 checksum of the decoded octets'],
  'zlib-header-missing': [
    'rfc9110#section-8.4.1.2',
    'a zlib header: "deflate" in HTTP is the zlib format, not bare DEFLATE',
  ],
  'coding-incomplete': ['rfc9110#section-8.4.1', 'the rest of the coded content before it ends'],
  'octets-behind-coding': ['rfc9110#section-8.4.1', 'no more octets behind the coded content'],
})

export type FaultCode = keyof typeof FAULTS
