/** What checks ask about the messages of a trace: method, target, status, fields, content (RFC 9112 and RFC 9110). */
import { isCarried } from '#wire/carried-units.ts'
import { exchangesOf } from '#wire/exchanges.ts'
import { octetCount } from '#wire/octets.ts'
import type { Part } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'

/** An exchange whose request has been read: the request, the final response, and what followed each. */
export interface Messages {
  readonly connection: TracedConnection
  /** When the first octet of the request passed, in milliseconds since the run started. */
  readonly startedAt: number
  readonly request: LoggedUnit
  readonly method: string
  readonly target: string
  /** The final response; undefined while only the request, or an interim response, has passed. */
  readonly response: LoggedUnit | undefined
  /** The final response's status code; undefined without one. */
  readonly status: number | undefined
  /** Units after the control data and header section: of the request, of the response. */
  readonly sent: readonly LoggedUnit[]
  readonly content: readonly LoggedUnit[]
  /** Whether the response has come to its end. */
  readonly answered: boolean
}

const FIRST_FINAL_STATUS = 200
/** Status codes whose responses never have content (RFC 9110 sections 15.3.5 and 15.4.5). */
const WITHOUT_CONTENT: readonly (number | undefined)[] = [204, 304]

/** All exchanges whose request has been read, in the order in which they started. */
export function messagesOf(log: UnitLog): readonly Messages[] {
  return exchangesOf(log).flatMap(({ connection, startedAt, request: sentUnits, response: receivedUnits }) => {
    // What content turns out to be, such as scripts in a page, says nothing of where the message ends.
    const [sent, received] = [sentUnits, receivedUnits].map((units) => units.filter((unit) => !isCarried(unit))) as [
      LoggedUnit[],
      LoggedUnit[],
    ]
    const request = sent.find(({ unit }) => unit.name === 'request')
    if (request === undefined) return []
    const at = received.findIndex((logged) => unitIs(logged, 'response') && statusOf(logged) >= FIRST_FINAL_STATUS)
    const response = received[at]
    const status = response && statusOf(response)
    const content = response === undefined ? [] : received.slice(at + 1)
    const last = content.at(-1)
    return [
      {
        connection,
        startedAt,
        request,
        method: textOf(request, 'request-line', 'method'),
        target: textOf(request, 'request-line', 'request-target'),
        response,
        status,
        sent: sent.filter((logged) => logged !== request),
        content,
        answered:
          response !== undefined &&
          (WITHOUT_CONTENT.includes(status) ||
            fieldOf(response, 'content-length') === '0' ||
            (last?.unit.complete === true && (unitIs(last, 'trailer-section') || unitIs(last, 'message-body')))),
      },
    ]
  })
}

export function unitIs(logged: LoggedUnit, name: string): boolean {
  return logged.unit.name === name
}

/** The text of the first part found by going down these names; empty when there is none. */
export function textOf(logged: LoggedUnit, ...names: readonly string[]): string {
  let part: Part | undefined = logged.unit
  for (const name of names) part = part?.parts?.find((inner) => inner.name === name)
  return part === undefined ? '' : partText(logged, part)
}

function partText({ connection, unit }: LoggedUnit, part: Part): string {
  return part.ranges.map((range) => connection.streams[unit.direction].text(range)).join('')
}

/** The field lines of a request, a response or a trailer section; names in lower case. */
export function fieldsOf(logged: LoggedUnit): readonly { readonly name: string; readonly value: string }[] {
  return (logged.unit.parts ?? [])
    .filter((part) => part.name === 'field-line')
    .map((line) => {
      const inner = (name: string) => line.parts?.find((part) => part.name === name)
      const [name, value] = [inner('field-name'), inner('field-value')]
      return {
        name: name === undefined ? '' : partText(logged, name).toLowerCase(),
        value: value === undefined ? '' : partText(logged, value),
      }
    })
}

/** The value of the first field line of this name, given in lower case. */
export function fieldOf(logged: LoggedUnit, name: string): string | undefined {
  return fieldsOf(logged).find((field) => field.name === name)?.value
}

/** Whether this end says that the connection closes after the response (RFC 9112 section 9.6). */
export function saysClose(logged: LoggedUnit): boolean {
  const options = fieldOf(logged, 'connection')?.toLowerCase().split(',') ?? []
  return options.some((option) => option.trim() === 'close')
}

/** Who says to have sent the request: `curl/8.5.0`; empty when it does not say. */
export function userAgentOf({ request }: Messages): string {
  return fieldOf(request, 'user-agent') ?? ''
}

/** Whether the request was sent by `curl`, as far as it says. */
export function byCurl(messages: Messages): boolean {
  return userAgentOf(messages).startsWith('curl/')
}

/** The text of all content among these units: message bodies, and the data of chunks. */
export function contentOf(units: readonly LoggedUnit[]): string {
  return units
    .map((logged) =>
      unitIs(logged, 'chunk') ? textOf(logged, 'chunk-data') : unitIs(logged, 'message-body') ? textOf(logged) : '',
    )
    .join('')
}

/** How many octets the unit has. */
export function sizeOf({ unit }: LoggedUnit): number {
  return octetCount(unit.ranges)
}

/** When the connection was over for one of its ends, in milliseconds since the run started; undefined while it is open. */
export function overAt({ closedAt, endedAt }: TracedConnection): number | undefined {
  const times = [closedAt, endedAt['client-to-server'], endedAt['server-to-client']].filter((at) => at !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

/** The connections that carried these exchanges, in the order of their first exchange. */
export function connectionsOf(exchanges: readonly Messages[]): readonly TracedConnection[] {
  return [...new Set(exchanges.map(({ connection }) => connection))]
}

/** The keys of the units that make up these exchanges' requests and responses. */
export function keysOf(exchanges: readonly Messages[]): readonly string[] {
  return exchanges.flatMap(({ request, response }) =>
    response === undefined ? [request.key] : [request.key, response.key],
  )
}

function statusOf(response: LoggedUnit): number {
  return Number.parseInt(textOf(response, 'status-line', 'status-code'), 10)
}
