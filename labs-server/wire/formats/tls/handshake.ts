/** Handshake messages, put together from records: RFC 8446 section 4, RFC 5246 section 7.4. */

/** `HandshakeType`, RFC 8446 appendix B.3: those that change what is read behind them. */
export const CLIENT_HELLO = 1
export const SERVER_HELLO = 2
export const END_OF_EARLY_DATA = 5
export const ENCRYPTED_EXTENSIONS = 8
export const FINISHED = 20
export const KEY_UPDATE = 24

/**
 * ```
 * struct {
 *     HandshakeType msg_type;
 *     uint24 length;
 *     ...
 * } Handshake;
 * ```
 */
export interface HandshakeMessage {
  readonly type: number
  /** What stands behind the length; empty where nobody asks for it: certificates are passed over, not kept. */
  readonly body: Uint8Array
}

const HEADER_OCTETS = 4

const READ = new Set([CLIENT_HELLO, SERVER_HELLO, ENCRYPTED_EXTENSIONS])

/** Hellos are a few thousand octets long; a longer message is passed over as one that nobody asks for. */
export const MAX_BODY_OCTETS = 65_536

/** Puts the messages of one direction together. A record may hold several of them, and a message may fill several records. */
export class HandshakeReader {
  readonly #header = new Uint8Array(HEADER_OCTETS)
  #headerOctets = 0
  #body = new Uint8Array(0)
  /** How many octets of the body are still to come. */
  #left = 0

  /** The messages that `fragment` completes. */
  read(fragment: Uint8Array): readonly HandshakeMessage[] {
    const messages: HandshakeMessage[] = []
    for (let at = 0; at < fragment.length; ) {
      if (this.#headerOctets < HEADER_OCTETS) {
        this.#header[this.#headerOctets++] = fragment[at++] as number
        if (this.#headerOctets === HEADER_OCTETS) this.#begin()
      } else {
        const part = fragment.subarray(at, at + this.#left)
        if (this.#body.length > 0) this.#body.set(part, this.#body.length - this.#left)
        this.#left -= part.length
        at += part.length
      }
      if (this.#headerOctets === HEADER_OCTETS && this.#left === 0) {
        messages.push({ type: this.#header[0] as number, body: this.#body })
        this.#headerOctets = 0
      }
    }
    return messages
  }

  #begin(): void {
    const [type = 0, high = 0, middle = 0, low = 0] = this.#header
    this.#left = (high << 16) | (middle << 8) | low
    this.#body = new Uint8Array(READ.has(type) && this.#left <= MAX_BODY_OCTETS ? this.#left : 0)
  }
}
