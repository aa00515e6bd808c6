/** What a WebSocket or an event stream brought, in the lists that Chrome DevTools shows as Messages and EventStream. */
import type { Exchange } from '../../exchanges.ts'
import type { Part, Pdu } from '../../pdu.ts'
import type { TracedConnection } from '../../trace.ts'
import type { LoggedUnit } from '../../unit-log.ts'
import { base64 } from '../base64.ts'
import type { HarEventSourceMessage, HarWebSocketMessage } from './har.ts'

/** RFC 6455 section 5.2. */
const TEXT = 1
const BINARY = 2
const FIRST_CONTROL_OPCODE = 8

/** Whole messages as they were before masking and compression, and the control frames among them, in order of time. */
export function webSocketMessages(units: readonly LoggedUnit[], startedAt: number): readonly HarWebSocketMessage[] {
  return units
    .filter(
      ({ unit }) =>
        unit.layer === 'websocket-message' || (unit.name === 'frame' && opcodeOf(unit) >= FIRST_CONTROL_OPCODE),
    )
    .toSorted((one, other) => one.at - other.at)
    .map((logged) => {
      const { unit, at } = logged
      const isFrame = unit.name === 'frame'
      const text = !isFrame && typeof unit.value === 'string' ? unit.value : undefined
      return {
        type: unit.direction === 'client-to-server' ? 'send' : 'receive',
        time: seconds(startedAt + at),
        opcode: isFrame ? opcodeOf(unit) : text === undefined ? BINARY : TEXT,
        data: text ?? base64(isFrame ? unmaskedPayload(logged) : computedOctets(unit)),
      }
    })
}

/** The events that a script was given: those that were dispatched. */
export function eventSourceMessages(units: readonly LoggedUnit[], startedAt: number): readonly HarEventSourceMessage[] {
  return units
    .filter(({ unit }) => unit.name === 'event' && computedText(unit, 'type') !== undefined)
    .map(({ unit, at }) => ({
      time: seconds(startedAt + at),
      eventName: computedText(unit, 'type') ?? '',
      eventId: computedText(unit, 'last-event-id') ?? '',
      data: computedText(unit, 'data') ?? '',
    }))
}

const LAYERS_ABOVE = new Set(['server-sent-events', 'websocket', 'websocket-message'])

/** Complete units of the layers above HTTP, to be found by the exchange that brought them. */
export class UnitsAbove {
  readonly #found = new Map<string, LoggedUnit[]>()

  constructor(units: readonly LoggedUnit[]) {
    for (const logged of units) {
      if (!LAYERS_ABOVE.has(logged.unit.layer) || !logged.unit.complete) continue
      const key = keyOf(logged.connection, logged.unit.exchange)
      const found = this.#found.get(key)
      if (found === undefined) this.#found.set(key, [logged])
      else found.push(logged)
    }
  }

  /** A connection of HTTP/1.1 that was upgraded speaks for no exchange but the one that `isUpgrade`. */
  of({ connection, index }: Exchange, isUpgrade: boolean): readonly LoggedUnit[] {
    const own = this.#found.get(keyOf(connection, index)) ?? []
    return isUpgrade ? [...own, ...(this.#found.get(keyOf(connection, undefined)) ?? [])] : own
  }
}

function keyOf({ id }: TracedConnection, exchange: number | undefined): string {
  return `${id}/${exchange ?? 'upgraded'}`
}

/** The payload of a frame without its masking: RFC 6455 section 5.3. */
export function unmaskedPayload({ unit, connection }: LoggedUnit): Uint8Array {
  const stream = connection.streams[unit.direction]
  const octetsOf = (part: Part | undefined) => joined((part?.ranges ?? []).map((range) => stream.slice(range)))
  const key = octetsOf(partOf(unit, 'masking-key'))
  const payload = octetsOf(partOf(unit, 'payload-data'))
  if (key.length < 4) return payload
  return payload.map((octet, at) => octet ^ (key[at % 4] as number))
}

function opcodeOf(unit: Pdu): number {
  const value = partOf(unit, 'opcode')?.value
  return typeof value === 'number' ? value : -1
}

function partOf(unit: Pdu, name: string): Part | undefined {
  return unit.parts?.find((part) => part.name === name)
}

function computedText(unit: Pdu, name: string): string | undefined {
  const found = unit.computed?.find((computed) => computed.kind === 'value' && computed.name === name)
  return found?.kind === 'value' ? String(found.value) : undefined
}

function computedOctets(unit: Pdu): Uint8Array {
  const found = unit.computed?.find((computed) => computed.kind === 'octets')
  return found?.kind === 'octets' ? found.octets : new Uint8Array()
}

/** Always a copy. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Microseconds are what the traces know; more digits would be noise. */
function seconds(ms: number): number {
  return Math.round(ms * 1000) / 1_000_000
}
