/** How much may be decoded of one trace: content codings and compressed messages make thousands of octets of one (RFC 1951 section 6). */

/** Everything of one trace that is decoded, counted together: its contents may be many, and each a bomb. */
export const MAX_DECODED_IN_ALL = 268_435_456

/** Shared by all that decode octets of one trace. Whoever finds it empty stops with a fault. */
export class DecodingRoom {
  /** Octets that may still be decoded. */
  left = MAX_DECODED_IN_ALL
}
