/** What RFC 9113 section 8 asks of the field lines of one message, and what the connection needs to know of them. */
import type { FaultCode } from './faults.ts'

/** Which fields a block holds: those of a promised request are a request's. */
export type SectionKind = 'request' | 'response' | 'trailers'

/** Where on the field line the fault lies. */
export interface LineFault {
  readonly on: 'field-name' | 'field-value'
  readonly code: FaultCode
}

const PSEUDO_HEADERS: Readonly<Record<SectionKind, readonly string[]>> = {
  request: [':method', ':scheme', ':authority', ':path', ':protocol'],
  response: [':status'],
  trailers: [],
}

// RFC 9113 section 8.2.2: "This includes the Connection header field and those listed as having connection-specific
// semantics in Section 7.6.1 of [HTTP]".
const CONNECTION_SPECIFIC = new Set(['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade'])

/** Once the joined values of one name are longer, no more is joined: a block may name a long value by one octet each time. */
const MAX_JOINED_OCTETS = 65_536

interface Literal {
  readonly name: boolean
  readonly value: boolean
}

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/

/** Takes in the lines of one section in order, and tells what is wrong with each, and at last with the whole. */
export class FieldSection {
  readonly kind: SectionKind
  readonly #values = new Map<string, string>()
  #hasRegular = false
  #lengthIsMalformed = false

  constructor(kind: SectionKind) {
    this.kind = kind
  }

  /** By name: the values of all its lines, joined by comma and space, or cookies by semicolon and space. */
  get values(): ReadonlyMap<string, string> {
    return this.#values
  }

  get(name: string): string | undefined {
    return this.#values.get(name)
  }

  /** What it is in a few words: `GET /` or 200. */
  get subject(): string | number | undefined {
    if (this.kind !== 'request') return this.statusCode
    const method = this.get(':method')
    const target = this.get(':path') ?? this.get(':authority')
    return method === undefined || target === undefined ? method : `${method} ${target}`
  }

  get statusCode(): number | undefined {
    const status = this.get(':status')
    return status !== undefined && /^\d{3}$/.test(status) ? Number(status) : undefined
  }

  get contentLength(): number | undefined {
    const value = this.get('content-length')
    return value === undefined || this.#lengthIsMalformed ? undefined : Number(value)
  }

  /** `literal` says which of them stand in the block itself: what comes from a table was judged where it was put there. */
  line(name: string, value: string, literal: Literal): LineFault | undefined {
    const before = this.#values.get(name)
    const fault = name.startsWith(':')
      ? this.#pseudoHeader(name, value, literal, before)
      : this.#regular(name, value, literal, before)
    if (before === undefined) this.#values.set(name, value)
    else if (!name.startsWith(':') && before.length <= MAX_JOINED_OCTETS) {
      // RFC 9113 section 8.2.3 for cookies, RFC 9110 section 5.3 for others.
      this.#values.set(name, `${before}${name === 'cookie' ? '; ' : ', '}${value}`)
    }
    return fault
  }

  /** What is wrong with the section as a whole, once all its lines have come. */
  end(): FaultCode | undefined {
    const has = (name: string) => this.#values.has(name)
    if (this.kind === 'trailers') return undefined
    if (this.kind === 'response') return has(':status') ? undefined : 'pseudo-header-missing'
    if (this.get(':method') === 'CONNECT' && !has(':protocol')) {
      // RFC 9113 section 8.5: "The ":scheme" and ":path" pseudo-header fields MUST be omitted."
      return has(':scheme') || has(':path') || !has(':authority') ? 'pseudo-header-with-connect' : undefined
    }
    if (!has(':method') || !has(':scheme') || !has(':path')) return 'pseudo-header-missing'
    // RFC 8441 section 4: "The pseudo-header field :protocol MUST be included" on the method CONNECT only.
    if (has(':protocol') && this.get(':method') !== 'CONNECT') return 'connect-protocol-without-connect'
    return undefined
  }

  #pseudoHeader(name: string, value: string, literal: Literal, before: string | undefined): LineFault | undefined {
    // "Pseudo-header fields MUST NOT appear in a trailer section."
    if (this.kind === 'trailers') return onName('pseudo-header-in-trailers')
    if (!PSEUDO_HEADERS[this.kind].includes(name)) return onName('pseudo-header-undefined')
    // "All pseudo-header fields MUST appear in a field block before all regular field lines."
    if (this.#hasRegular) return onName('pseudo-header-late')
    if (before !== undefined) return onName('pseudo-header-repeated')
    if (!literal.value) return undefined
    switch (name) {
      case ':method':
        return TOKEN.test(value) ? undefined : onValue('method-malformed')
      case ':path':
        return value.startsWith('/') || value === '*' ? valueFault(value) : onValue('path-malformed')
      case ':status':
        if (!/^[1-5]\d\d$/.test(value)) return onValue('status-malformed')
        return value === '101' ? onValue('status-switching-protocols') : undefined
      default:
        return valueFault(value)
    }
  }

  #regular(name: string, value: string, literal: Literal, before: string | undefined): LineFault | undefined {
    this.#hasRegular = true
    if (literal.name) {
      // RFC 9113 section 8.2: "Field names MUST be converted to lowercase when constructing an HTTP/2 message."
      if (/[A-Z]/.test(name)) return onName('field-name-uppercase')
      // Section 8.2.1: "A field name MUST NOT contain characters in the ranges 0x00-0x20, 0x41-0x5a, or 0x7f-0xff", nor, but
      // for pseudo-header fields, a colon.
      if (!/^[!-9;-@[-~]+$/.test(name)) return onName('field-name-character')
    }
    if (CONNECTION_SPECIFIC.has(name)) return onName('field-connection-specific')
    if (name === 'content-length' && (!/^\d{1,16}$/.test(value) || (before !== undefined && before !== value))) {
      this.#lengthIsMalformed = true
      return onValue('content-length-malformed')
    }
    if (!literal.value) return undefined
    // "The only exception to this is the TE header field, which MAY be present in an HTTP/2 request; when it is, it MUST NOT
    // contain any value other than "trailers"."
    if (name === 'te' && value.toLowerCase() !== 'trailers') return onValue('te-not-trailers')
    if (name === 'host' && this.#differsFromAuthority(value)) return onValue('host-differs')
    return valueFault(value)
  }

  #differsFromAuthority(host: string): boolean {
    const authority = this.get(':authority')
    return authority !== undefined && authority.toLowerCase() !== host.toLowerCase()
  }
}

function valueFault(value: string): LineFault | undefined {
  // "A field value MUST NOT contain the zero value (ASCII NUL, 0x00), line feed (ASCII LF, 0x0a), or carriage return (ASCII
  // CR, 0x0d) at any position."
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code === 0 || code === 10 || code === 13) return onValue('field-value-character')
  }
  // "A field value MUST NOT start or end with an ASCII whitespace character (ASCII SP or HTAB, 0x20 or 0x09)."
  return /^[ \t]|[ \t]$/.test(value) ? onValue('field-value-whitespace') : undefined
}

function onName(code: FaultCode): LineFault {
  return { on: 'field-name', code }
}

function onValue(code: FaultCode): LineFault {
  return { on: 'field-value', code }
}
