/** Builds small runs by hand, octet by octet, for checks that no recording reaches. Times are told, never measured. */
import type { Evidence } from '#labs/check.ts'
import { LABS, labOf } from '#labs/index.ts'
import { parseSwitches, type SwitchValues } from '#labs/lab.ts'
import type { ScriptEvent } from '#labs/lab-client.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

/** One run under construction: what passes is told in order, each line of it at a time in milliseconds. */
export class OctetTrace {
  readonly #records: TraceRecord[] = []
  readonly #script: ScriptEvent[] = []

  open(connection: number, at: number): this {
    this.#records.push({ kind: 'open', connection, at })
    return this
  }

  up(connection: number, at: number, text: string): this {
    return this.#octets('client-to-server', connection, at, text)
  }

  down(connection: number, at: number, text: string): this {
    return this.#octets('server-to-client', connection, at, text)
  }

  /** One that was observed, as it is. */
  record(record: TraceRecord): this {
    this.#records.push(record)
    return this
  }

  close(connection: number, at: number): this {
    this.#records.push({ kind: 'close', connection, at, how: 'closed' })
    return this
  }

  saw(what: string, at: number, detail?: string): this {
    this.#script.push({ what, at, ...(detail !== undefined && { detail }) })
    return this
  }

  /** The run as a check sees it, finished unless said otherwise. */
  evidence(lab: string, switches: SwitchValues = {}, finished = true): Evidence {
    const known = labOf(lab)
    if (known === undefined) throw new Error(`No lab ${lab} among ${LABS.map(({ id }) => id).join(', ')}.`)
    const values = parseSwitches(known, switches)
    const log = new UnitLog({ id: 'by-hand', lab, switches: values, startedAt: 0, server: 'by hand' })
    for (const record of this.#records) log.append(record)
    return { lab, log, switches: values, script: this.#script, finished }
  }

  #octets(direction: Direction, connection: number, at: number, text: string): this {
    this.#records.push({ kind: 'octets', connection, at, direction, octets: octetsOf(text) })
    return this
  }
}

export const BROWSER = 'User-Agent: Mozilla/5.0\r\n'
export const CURL = 'User-Agent: curl/8.14.1\r\n'

export function get(path: string, fields = BROWSER): string {
  return `GET /s/SESSION/${path} HTTP/1.1\r\nHost: localhost:4322\r\n${fields}\r\n`
}

export function post(
  path: string,
  content: string,
  fields = `${BROWSER}Content-Type: text/plain;charset=UTF-8\r\n`,
): string {
  return `POST /s/SESSION/${path} HTTP/1.1\r\nHost: localhost:4322\r\n${fields}Content-Length: ${content.length}\r\n\r\n${content}`
}

export function ok(content: string, fields = ''): string {
  return `HTTP/1.1 200 OK\r\n${fields}Content-Length: ${content.length}\r\n\r\n${content}`
}

export function chunk(data: string): string {
  return `${data.length.toString(16)}\r\n${data}\r\n`
}

export const CLOSE = 'Connection: close\r\n'
export const CHUNKED_HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
export const LAST_CHUNK = '0\r\n\r\n'
export const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'
