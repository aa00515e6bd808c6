/** What a NetLog without octets still says of each request: the heads, and how much content there was. */
import type { TraceRecord } from '../../trace.ts'
import { MAX_CONNECTIONS } from '../capture.ts'
import type { MessageField } from '../http-message.ts'
import { countOf, listOf, objectOf, textOf } from '../json-values.ts'
import { headOctets, isToken, reasonOf, targetOf } from '../rebuilt-octets.ts'
import type { NetLogEvent } from './events.ts'

interface Head {
  readonly time: number
  readonly octets: Uint8Array
}

interface NetLogRequest {
  readonly request: Head
  /** Whether it says that TLS was around it, which only HTTP/2 does. */
  readonly isSecure: boolean
  response: Head | undefined
  lastAt: number
  contentOctets: number
}

/** The name that a gap gives as the limit: NetLog's own name for what was not kept. */
const LIMIT = 'net-log-capture-mode'

export class NetLogRequests {
  readonly #requests: NetLogRequest[] = []
  #leftOut = 0
  /** The latest of each source: a redirect, or a second try, is a request of its own. */
  readonly #latest = new Map<number, NetLogRequest>()

  read({ type, source, time, params }: NetLogEvent): void {
    switch (type) {
      case 'HTTP_TRANSACTION_SEND_REQUEST_HEADERS':
      case 'HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS': {
        const octets = requestOctets(textOf(params.line), linesOf(params.headers))
        if (octets === undefined) break
        if (this.#requests.length === MAX_CONNECTIONS) {
          this.#latest.delete(source)
          this.#leftOut += 1
          break
        }
        const isSecure = linesOf(params.headers).includes(':scheme: https')
        const request = { request: { time, octets }, isSecure, response: undefined, lastAt: time, contentOctets: 0 }
        this.#requests.push(request)
        this.#latest.set(source, request)
        break
      }
      case 'HTTP_TRANSACTION_READ_RESPONSE_HEADERS': {
        const request = this.#latest.get(source)
        const octets = responseOctets(linesOf(params.headers))
        if (request === undefined || octets === undefined) break
        request.response = { time, octets }
        request.lastAt = time
        break
      }
      case 'URL_REQUEST_JOB_FILTERED_BYTES_READ': {
        const request = this.#latest.get(source)
        if (request === undefined) break
        request.contentOctets += countOf(params.byte_count) ?? 0
        request.lastAt = time
        break
      }
    }
  }

  get startedAt(): number | undefined {
    const times = this.#requests.map(({ request }) => request.time)
    return times.length === 0 ? undefined : times.reduce((least, time) => Math.min(least, time))
  }

  get count(): number {
    return this.#requests.length
  }

  /** How many there were beyond the first `MAX_CONNECTIONS`. */
  get leftOut(): number {
    return this.#leftOut
  }

  /** Each request on a connection of its own, because where content is missing nothing can follow. */
  records(startedAt: number): readonly TraceRecord[] {
    return this.#requests
      .flatMap(({ request, isSecure, response, lastAt, contentOctets }, place) => {
        const connection = place + 1
        const records: TraceRecord[] = [
          { kind: 'open', connection, at: request.time - startedAt, ...(isSecure && { tls: 'TLS' }) },
          {
            kind: 'octets',
            connection,
            at: request.time - startedAt,
            direction: 'client-to-server',
            octets: request.octets,
          },
        ]
        if (response === undefined) return records
        const direction = 'server-to-client'
        records.push({ kind: 'octets', connection, at: response.time - startedAt, direction, octets: response.octets })
        if (contentOctets > 0) {
          records.push({
            kind: 'gap',
            connection,
            at: lastAt - startedAt,
            direction,
            octets: contentOctets,
            limit: LIMIT,
          })
        }
        return records
      })
      .toSorted((one, other) => one.at - other.at)
  }
}

/** Field lines as text; older logs have an object of names and values. */
function linesOf(headers: unknown): readonly string[] {
  const named = objectOf(headers)
  if (named !== undefined) return Object.entries(named).map(([name, value]) => `${name}: ${textOf(value) ?? ''}`)
  return listOf(headers).filter((line) => typeof line === 'string')
}

/** Of HTTP/2 the control data are among the fields: RFC 9113 section 8.3.1. */
function requestOctets(line: string | undefined, lines: readonly string[]): Uint8Array | undefined {
  const all = lines.flatMap(fieldOf)
  const control = new Map(all.map(({ name, value }) => [name, value]))
  const fields = all.filter(({ name }) => isToken(name))
  const method = control.get(':method')
  if (method !== undefined && isToken(method)) {
    const startLine = `${method} ${targetOf(control.get(':path') ?? '/')} HTTP/1.1`
    return headOctets({ startLine, fields: [{ name: 'Host', value: control.get(':authority') ?? '' }, ...fields] })
  }
  const [, name = '', target = ''] = /^(\S+) (\S+) HTTP\/\d\.\d\r?\n?$/.exec(line ?? '') ?? []
  return isToken(name) ? headOctets({ startLine: `${name} ${targetOf(target)} HTTP/1.1`, fields }) : undefined
}

function responseOctets([first = '', ...lines]: readonly string[]): Uint8Array | undefined {
  const [, version, status, reason = ''] = /^HTTP\/(\S+) (\d{3}) ?(.*)$/s.exec(first) ?? []
  if (status === undefined) return undefined
  const fields = lines.flatMap(fieldOf).filter(({ name }) => isToken(name))
  return headOctets({ startLine: `HTTP/${version === '1.0' ? '1.0' : '1.1'} ${status} ${reasonOf(reason)}`, fields })
}

function fieldOf(line: string): readonly MessageField[] {
  const colon = line.indexOf(':', 1)
  return colon === -1 ? [] : [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }]
}
