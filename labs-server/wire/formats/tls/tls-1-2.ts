/** The records of one direction in TLS 1.2 with AEAD ciphers: RFC 5246 section 6.2.3.3, RFC 5288 section 3, RFC 7905 section 2. */
import { concatBytes } from '@noble/hashes/utils.js'
import { type Aead, NONCE_OCTETS, nonceOf, sequenceOctets, TAG_OCTETS } from './aead.ts'
import type { Keys } from './key-schedule.ts'
import { type Content, type Protection, type Unreadable, unopened } from './protection.ts'
import { APPLICATION_DATA, CHANGE_CIPHER_SPEC, type TlsRecord } from './record.ts'
import type { Sender } from './sender.ts'

export class Tls12Protection implements Protection {
  readonly #sender: Sender
  readonly #aead: Aead
  readonly #keys: Keys
  #isOn = false
  #sequence = 0

  constructor(sender: Sender, aead: Aead, keys: Keys) {
    this.#sender = sender
    this.#aead = aead
    this.#keys = keys
  }

  open(record: TlsRecord): Content | Unreadable | undefined {
    const { type, fragment } = record
    if (!this.#isOn) {
      // RFC 5246 section 7.1: change_cipher_spec notifies "that subsequent records will be protected".
      this.#isOn = type === CHANGE_CIPHER_SPEC
      if (type === APPLICATION_DATA) return unopened(record, this.#sender)
      return this.#isOn ? undefined : { type, octets: fragment }
    }
    const octets = this.#opened(record)
    if (octets === undefined) return unopened(record, this.#sender)
    this.#sequence += 1
    if (type !== CHANGE_CIPHER_SPEC) return { type, octets }
    return {
      problem: `The ${this.#sender} goes over to keys that were negotiated inside the TLS connection (renegotiation), which is not followed: nothing that it sent from there on is read.`,
    }
  }

  // Keys change by change_cipher_spec, which is no handshake message.
  hear(): void {}

  remarks(): readonly string[] {
    return []
  }

  #opened({ header, fragment }: TlsRecord): Uint8Array | undefined {
    const { key, iv } = this.#keys
    // RFC 5288 section 3: "struct { opaque salt[4]; opaque nonce_explicit[8]; } GCMNonce", the latter in front of what is sealed.
    const explicitOctets = NONCE_OCTETS - this.#aead.fixedIvOctets
    const length = fragment.length - explicitOctets - TAG_OCTETS
    if (length < 0) return undefined
    const nonce =
      explicitOctets === 0 ? nonceOf(iv, this.#sequence) : concatBytes(iv, fragment.subarray(0, explicitOctets))
    // RFC 5246 section 6.2.3.3: "additional_data = seq_num + TLSCompressed.type + TLSCompressed.version + TLSCompressed.length".
    const associated = concatBytes(
      sequenceOctets(this.#sequence),
      header.subarray(0, 3),
      Uint8Array.of(length >> 8, length & 0xff),
    )
    return this.#aead.open(key, nonce, associated, fragment.subarray(explicitOctets))
  }
}
