/** The records of one direction in TLS 1.3: RFC 8446 section 5.2, with keys that change as section 7 says. */
import { counted } from '../../number-words.ts'
import { nonceOf } from './aead.ts'
import type { Opening } from './cipher-suite.ts'
import { END_OF_EARLY_DATA, FINISHED, type HandshakeMessage, KEY_UPDATE } from './handshake.ts'
import type { SecretLabel, Secrets } from './key-log.ts'
import { type Keys, nextTrafficSecret, trafficKeys } from './key-schedule.ts'
import { type Content, type Protection, type Unreadable, unopened } from './protection.ts'
import { ALERT, APPLICATION_DATA, MAX_FRAGMENT_OCTETS_1_3, type TlsRecord } from './record.ts'
import type { Sender } from './sender.ts'

/** A stretch of records under one secret of the log, and the message of the handshake that ends it. */
interface Epoch {
  readonly label: SecretLabel
  readonly endsWith?: number
}

// RFC 8446 section 2.3: early data goes first, and stops with EndOfEarlyData.
const EARLY: Epoch = { label: 'CLIENT_EARLY_TRAFFIC_SECRET', endsWith: END_OF_EARLY_DATA }

const EPOCHS: Readonly<Record<Sender, readonly Epoch[]>> = {
  client: [{ label: 'CLIENT_HANDSHAKE_TRAFFIC_SECRET', endsWith: FINISHED }, { label: 'CLIENT_TRAFFIC_SECRET_0' }],
  server: [{ label: 'SERVER_HANDSHAKE_TRAFFIC_SECRET', endsWith: FINISHED }, { label: 'SERVER_TRAFFIC_SECRET_0' }],
}

/** What became of a client's early data; `none` when it sent none. */
type EarlyData = 'none' | 'accepted' | 'not-accepted'

export class Tls13Protection implements Protection {
  readonly #sender: Sender
  readonly #opening: Opening
  readonly #secrets: Secrets
  readonly #epochs: Epoch[]
  #secret: Uint8Array | undefined
  #keys: Keys | undefined
  #sequence = 0
  /** Early data that the server does not accept is in front of all that it opens: it skips it, and so do we. */
  #skips: boolean
  #skippedRecords = 0
  #skippedOctets = 0

  constructor(sender: Sender, opening: Opening, secrets: Secrets, earlyData: EarlyData) {
    this.#sender = sender
    this.#opening = opening
    this.#secrets = secrets
    this.#epochs = [...(earlyData === 'accepted' ? [EARLY] : []), ...EPOCHS[sender]]
    this.#skips = earlyData === 'not-accepted'
  }

  open(record: TlsRecord): Content | Unreadable | undefined {
    // All that is protected looks like application data. What does not: the hellos, which have been read, a change_cipher_spec
    // for the sake of middleboxes ("MUST simply drop it"), and an alert of a side that has no keys yet.
    if (record.type === ALERT) return { type: ALERT, octets: record.fragment }
    if (record.type !== APPLICATION_DATA) return undefined
    const keys = this.#currentKeys()
    if (keys === undefined) return this.#lacksSecret()
    const inner =
      record.fragment.length > MAX_FRAGMENT_OCTETS_1_3
        ? undefined
        : this.#opening.aead.open(keys.key, nonceOf(keys.iv, this.#sequence), record.header, record.fragment)
    if (inner === undefined) {
      if (!this.#skips) return unopened(record, this.#sender)
      this.#skippedRecords += 1
      this.#skippedOctets += record.fragment.length
      return undefined
    }
    this.#skips = false
    this.#sequence += 1
    return contentOf(inner)
  }

  hear({ type }: HandshakeMessage): void {
    const [epoch] = this.#epochs
    if (epoch?.endsWith === type) {
      this.#epochs.shift()
      this.#secret = undefined
      this.#keys = undefined
    } else if (type === KEY_UPDATE && epoch?.endsWith === undefined && this.#secret !== undefined) {
      // RFC 8446 section 4.6.3: "After sending a KeyUpdate message, the sender SHALL send all its traffic using the next generation of keys".
      this.#secret = nextTrafficSecret(this.#opening.hash, this.#secret)
      this.#keys = undefined
    }
  }

  remarks(): readonly string[] {
    if (this.#skippedRecords === 0) return []
    const skipped = `${counted(this.#skippedRecords, 'record')} with ${counted(this.#skippedOctets, 'octet')}`
    return [
      this.#skips
        ? `None of the TLS records of the ${this.#sender} (${skipped}) opens with the secrets of the key log.`
        : `Early data of the client, ${skipped}, is left out: the server did not accept it, so it never read it.`,
    ]
  }

  /** The keys that are in force, made when the first record needs them. */
  #currentKeys(): Keys | undefined {
    if (this.#keys !== undefined) return this.#keys
    const { aead, hash } = this.#opening
    this.#secret ??= this.#epochs[0] && this.#secrets[this.#epochs[0].label]
    // A secret is as long as the hash; one of another length is of another connection.
    if (this.#secret?.length !== hash.outputLen) return undefined
    this.#sequence = 0
    this.#keys = trafficKeys(hash, aead, this.#secret)
    return this.#keys
  }

  #lacksSecret(): Unreadable {
    return {
      problem: `The key log has no ${this.#epochs[0]?.label} for this TLS connection, so what the ${this.#sender} sent stays encrypted from there on.`,
    }
  }
}

/**
 * ```
 * struct {
 *     opaque content[TLSPlaintext.length];
 *     ContentType type;
 *     uint8 zeros[length_of_padding];
 * } TLSInnerPlaintext;
 * ```
 */
function contentOf(inner: Uint8Array): Content {
  // RFC 8446 section 5.4: whoever opens it "scans the field from the end toward the beginning until it finds a non-zero octet".
  const end = inner.findLastIndex((octet) => octet !== 0)
  // All zeros: of no type that anybody reads.
  return { type: inner[end] ?? 0, octets: inner.subarray(0, Math.max(end, 0)) }
}
