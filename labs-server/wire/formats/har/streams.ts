/** What a WebSocket or an event stream brought, in the lists that Chrome DevTools shows as Messages and EventStream. */
import type { Exchange } from '../../exchanges.ts'
import { counted } from '../../number-words.ts'
import { latin1 } from '../../octets.ts'
import type { Direction, Pdu } from '../../pdu.ts'
import type { TracedConnection } from '../../trace.ts'
import type { LoggedUnit } from '../../unit-log.ts'
import { base64 } from '../base64.ts'
import { textIn } from '../http-message.ts'
import { valueIn } from '../part-value.ts'
import { concatenated } from '../rebuilt-octets.ts'
import type { HarEventSourceMessage, HarWebSocketMessage } from './har.ts'

/** RFC 6455 section 5.2. */
const TEXT = 1
const BINARY = 2
const FIRST_CONTROL_OPCODE = 8

/** Whole messages as they were before masking and compression, and the control frames among them, in order of time. */
export function webSocketMessages(units: readonly LoggedUnit[], startedAt: number): readonly HarWebSocketMessage[] {
  /** The fragments of the message that each direction is at. */
  const fragments: Record<Direction, LoggedUnit[]> = { 'client-to-server': [], 'server-to-client': [] }
  const messages: HarWebSocketMessage[] = []
  for (const logged of units) {
    const { unit, at } = logged
    const facts = {
      type: unit.direction === 'client-to-server' ? 'send' : 'receive',
      time: seconds(startedAt + at),
    } as const
    if (unit.name === 'message') {
      const frames = fragments[unit.direction].splice(0)
      const isText = typeof unit.value === 'string'
      const { octets, isCut } = messageOctets(unit, frames)
      messages.push({
        ...facts,
        opcode: isText ? TEXT : BINARY,
        data: isText ? (textIn(octets, isCut) ?? latin1(octets)) : base64(octets),
        ...(isCut && { comment: `Cut after ${counted(octets.length, 'octet')}` }),
      })
    } else if (unit.name === 'frame') {
      const opcode = valueIn(unit, 'opcode')
      if (typeof opcode === 'number' && opcode >= FIRST_CONTROL_OPCODE) {
        messages.push({ ...facts, opcode, data: base64(unmaskedPayload(logged)) })
      } else fragments[unit.direction].push(logged)
    }
  }
  return messages
}

/** What the frames of a message carried: as it stands there, or inflated as far as the dissector shows it (RFC 7692). */
function messageOctets(message: Pdu, frames: readonly LoggedUnit[]) {
  const [first] = frames
  const inflated = message.computed?.find((computed) => computed.kind === 'octets')
  if (first !== undefined && valueIn(first.unit, 'rsv1') === true && inflated?.kind === 'octets') {
    const length = Number(computedText(message, 'inflated-length') ?? inflated.octets.length)
    return { octets: inflated.octets, isCut: inflated.octets.length < length }
  }
  return { octets: concatenated(frames.map(unmaskedPayload)), isCut: false }
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
  const octetsOf = (name: string) =>
    concatenated((unit.parts?.find((part) => part.name === name)?.ranges ?? []).map((range) => stream.slice(range)))
  const key = octetsOf('masking-key')
  const payload = octetsOf('payload-data')
  if (key.length < 4) return payload
  return payload.map((octet, at) => octet ^ (key[at % 4] as number))
}

function computedText(unit: Pdu, name: string): string | undefined {
  const found = unit.computed?.find((computed) => computed.kind === 'value' && computed.name === name)
  return found?.kind === 'value' ? String(found.value) : undefined
}

/** Microseconds are what the traces know; more digits would be noise. */
function seconds(ms: number): number {
  return Math.round(ms * 1000) / 1_000_000
}
