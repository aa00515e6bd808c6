/** From secrets to keys: RFC 8446 section 7 (TLS 1.3), RFC 5246 sections 5 and 6.3 (TLS 1.2). */
import { expand } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { octetsOf } from '../../octets.ts'
import { type Aead, NONCE_OCTETS } from './aead.ts'
import type { Hash } from './cipher-suite.ts'
import type { Sender } from './sender.ts'

/** What opens the records of one direction. */
export interface Keys {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

/** RFC 8446 section 7.3: "[sender]_write_key = HKDF-Expand-Label(Secret, "key", "", key_length)", and the IV likewise. */
export function trafficKeys(hash: Hash, aead: Aead, secret: Uint8Array): Keys {
  return {
    key: expandLabel(hash, secret, 'key', aead.keyOctets),
    iv: expandLabel(hash, secret, 'iv', NONCE_OCTETS),
  }
}

/** RFC 8446 section 7.2: the traffic secret that follows when its side updates its keys. */
export function nextTrafficSecret(hash: Hash, secret: Uint8Array): Uint8Array {
  return expandLabel(hash, secret, 'traffic upd', hash.outputLen)
}

/**
 * HKDF-Expand-Label with an empty context, RFC 8446 section 7.1.
 *
 * ```
 * struct {
 *     uint16 length = Length;
 *     opaque label<7..255> = "tls13 " + Label;
 *     opaque context<0..255> = Context;
 * } HkdfLabel;
 * ```
 */
function expandLabel(hash: Hash, secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = octetsOf(`tls13 ${label}`)
  return expand(hash, secret, Uint8Array.of(length >> 8, length & 0xff, name.length, ...name, 0), length)
}

/**
 * The keys of one side in TLS 1.2, RFC 5246 section 6.3.
 *
 * ```
 * key_block = PRF(SecurityParameters.master_secret, "key expansion",
 *                 SecurityParameters.server_random + SecurityParameters.client_random);
 * ```
 *
 * It is cut into both write keys and then both write IVs, the client's first; AEAD ciphers have no MAC keys.
 */
export function keyBlockKeys(
  hash: Hash,
  { keyOctets, fixedIvOctets }: Aead,
  masterSecret: Uint8Array,
  randoms: { readonly client: Uint8Array; readonly server: Uint8Array },
  sender: Sender,
): Keys {
  const seed = concatBytes(octetsOf('key expansion'), randoms.server, randoms.client)
  const block = prf(hash, masterSecret, seed, 2 * (keyOctets + fixedIvOctets))
  const second = sender === 'server' ? 1 : 0
  const key = second * keyOctets
  const iv = 2 * keyOctets + second * fixedIvOctets
  return { key: block.subarray(key, key + keyOctets), iv: block.subarray(iv, iv + fixedIvOctets) }
}

/** P_hash, RFC 5246 section 5: HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + ..., with A(i) = HMAC(secret, A(i-1)). */
function prf(hash: Hash, secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const octets = new Uint8Array(Math.ceil(length / hash.outputLen) * hash.outputLen)
  let a = seed
  for (let at = 0; at < length; at += hash.outputLen) {
    a = hmac(hash, secret, a)
    octets.set(hmac(hash, secret, concatBytes(a, seed)), at)
  }
  return octets.subarray(0, length)
}
