/**
 * Reads who owns a connection from its first request line (RFC 9112 section 3), which may be malformed after it; or, where the
 * client speaks XMLSocket, from the first document.
 */
import { latin1 } from '#wire/octets.ts'
import { protocolOf } from '../protocol-of.ts'
import { type FirstRequest, type Owner, ownerIn } from './first-request.ts'

const NUL = 0
const CR = 13
const LF = 10

export class FirstRequestLine implements FirstRequest {
  readonly #maxOctets: number
  #text = ''
  #octets = 0
  #finished = false

  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets
  }

  get finished(): boolean {
    return this.#finished
  }

  read(octets: Uint8Array): Owner | undefined {
    const own = octets.subarray(0, this.#maxOctets - this.#octets)
    this.#octets += own.length
    let start = 0
    // RFC 9112 section 2.2: a server should ignore at least one empty line before the request line.
    if (this.#text === '') while (own[start] === CR || own[start] === LF) start += 1
    const first = this.#text === '' ? own[start] : this.#text.charCodeAt(0)
    const lineEnd = own.indexOf(protocolOf(first) === 'xmlsocket' ? NUL : LF, start)
    this.#text += latin1(own.subarray(start, lineEnd < 0 ? own.length : lineEnd))
    return lineEnd >= 0 || this.#octets === this.#maxOctets ? this.end() : undefined
  }

  /** What was read is the line. */
  end(): Owner | undefined {
    this.#finished = true
    return ownerIn(this.#text)
  }
}
