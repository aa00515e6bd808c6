/** Authenticated encryption with associated data, as TLS uses it: RFC 5288 (AES-GCM), RFC 7905 (ChaCha20-Poly1305), RFC 8446 section 5.2. */
import { gcm } from '@noble/ciphers/aes.js'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'

export interface Aead {
  readonly keyOctets: number
  /** In TLS 1.2, how many octets of the nonce the keys give; the others stand in front of each record. */
  readonly fixedIvOctets: number
  /** What was sealed; undefined when the tag does not fit: another key, or octets that were changed. */
  open(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array | undefined
}

export const NONCE_OCTETS = 12
export const TAG_OCTETS = 16

type Cipher = typeof gcm | typeof chacha20poly1305

function aead(cipher: Cipher, keyOctets: number, fixedIvOctets: number): Aead {
  return {
    keyOctets,
    fixedIvOctets,
    open(key, nonce, associated, sealed) {
      if (sealed.length < TAG_OCTETS) return undefined
      const opener = cipher(key, nonce, associated)
      try {
        return opener.decrypt(sealed)
      } catch {
        // The one thing that can be wrong by now; the library says it by throwing.
        return undefined
      }
    },
  }
}

export const AES_128_GCM = aead(gcm, 16, 4)
export const AES_256_GCM = aead(gcm, 32, 4)
export const CHACHA20_POLY1305 = aead(chacha20poly1305, 32, NONCE_OCTETS)

/** The sequence number as 8 octets. */
export function sequenceOctets(sequence: number): Uint8Array {
  const octets = new Uint8Array(8)
  const view = new DataView(octets.buffer)
  view.setUint32(0, Math.floor(sequence / 2 ** 32))
  view.setUint32(4, sequence % 2 ** 32)
  return octets
}

/** RFC 8446 section 5.3: the sequence number, "padded to the left with zeros to iv_length", XORed with the IV. */
export function nonceOf(iv: Uint8Array, sequence: number): Uint8Array {
  const nonce = iv.slice()
  for (const [at, octet] of sequenceOctets(sequence).entries()) {
    nonce[nonce.length - 8 + at] = (nonce[nonce.length - 8 + at] as number) ^ octet
  }
  return nonce
}
