/** Reads who owns a connection from its first request line (RFC 9112 section 3), which may be malformed after it. */
import { latin1 } from '#wire/octets.ts'

/** A session's token: 128 random bits as 22 characters of base64url (RFC 4648 section 5), made by the page. */
export const SESSION_TOKEN = /^[A-Za-z0-9_-]{22}$/

export interface Owner {
  readonly session: string
  readonly lab: string
}

const OWNER = /\/s\/([A-Za-z0-9_-]{22})\/([a-z0-9-]{1,40})(?=[/?\s]|$)/
const CR = 13
const LF = 10

export class FirstLine {
  readonly #maxOctets: number
  #text = ''
  #octets = 0
  #finished = false

  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets
  }

  /** Whether the line has been read to its end, or as far as the limit allows. */
  get finished(): boolean {
    return this.#finished
  }

  /** Takes in the next octets and returns the owner once the line is finished and names one. */
  read(octets: Uint8Array): Owner | undefined {
    const own = octets.subarray(0, this.#maxOctets - this.#octets)
    this.#octets += own.length
    let start = 0
    // RFC 9112 section 2.2: a server should ignore at least one empty line before the request line.
    if (this.#text === '') while (own[start] === CR || own[start] === LF) start += 1
    const lineEnd = own.indexOf(LF, start)
    this.#text += latin1(own.subarray(start, lineEnd < 0 ? own.length : lineEnd))
    return lineEnd >= 0 || this.#octets === this.#maxOctets ? this.end() : undefined
  }

  /** No more octets will come: what was read is the line. */
  end(): Owner | undefined {
    this.#finished = true
    const [, session, lab] = OWNER.exec(this.#text) ?? []
    return session === undefined || lab === undefined ? undefined : { session, lab }
  }
}
