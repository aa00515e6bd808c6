/** The secrets of TLS connections as the endpoints log them: RFC 9850, the SSLKEYLOGFILE format. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'

/** The labels that open records, RFC 9850 sections 2.1 and 2.2. The others (exporters, ECH) are not needed here. */
export type SecretLabel =
  | 'CLIENT_RANDOM'
  | 'CLIENT_EARLY_TRAFFIC_SECRET'
  | 'CLIENT_HANDSHAKE_TRAFFIC_SECRET'
  | 'SERVER_HANDSHAKE_TRAFFIC_SECRET'
  | 'CLIENT_TRAFFIC_SECRET_0'
  | 'SERVER_TRAFFIC_SECRET_0'

/** What the log says of one connection; with `CLIENT_RANDOM` comes the master secret of TLS 1.2. */
export type Secrets = Readonly<Partial<Record<SecretLabel, Uint8Array>>>

// RFC 9850 section 2: the label, the client random of 32 octets, and the secret: as long as a hash, or as a master secret.
const LINE =
  /^(CLIENT_RANDOM|CLIENT_EARLY_TRAFFIC_SECRET|(?:CLIENT|SERVER)_(?:HANDSHAKE_TRAFFIC_SECRET|TRAFFIC_SECRET_0)) ([0-9a-f]{64}) ([0-9a-f]{64}|[0-9a-f]{96})$/i

/** A key log. It holds no more than the text it was given, which whoever reads the file bounds. */
export class KeyLog {
  readonly #lines = new Map<string, Partial<Record<SecretLabel, string>>>()

  /** Reads `text`; further text is taken in by `add`. */
  constructor(text = '') {
    this.add(text)
  }

  /** How many connections it has secrets of. */
  get size(): number {
    return this.#lines.size
  }

  /** Takes in whole lines: a capture may hold its key log in several pieces. What is not a secret we use is passed over. */
  add(text: string): void {
    // RFC 9850 section 2: CRLF, CR and LF all end a line.
    for (const line of text.split(/\r\n?|\n/)) {
      const [, label, random, secret] = LINE.exec(line) ?? []
      if (label === undefined || random === undefined || secret === undefined) continue
      const key = random.toLowerCase()
      const secrets = this.#lines.get(key) ?? {}
      secrets[label.toUpperCase() as SecretLabel] = secret
      this.#lines.set(key, secrets)
    }
  }

  /** The secrets of the connection whose ClientHello has this random; undefined when there are none. */
  secretsOf(clientRandom: Uint8Array): Secrets | undefined {
    const lines = this.#lines.get(bytesToHex(clientRandom))
    if (lines === undefined) return undefined
    return Object.fromEntries(Object.entries(lines).map(([label, secret]) => [label, hexToBytes(secret)]))
  }
}
