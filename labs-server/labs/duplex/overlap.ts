/** Did both directions stream at one time? When content passed in each exchange, read from its octets; and when the script could read. */
import { valueIn } from '#wire/formats/part-value.ts'
import { octetCount } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'
import type { ScriptEvent } from '../lab-client.ts'

/** Units that carry content: of HTTP/1.1, of HTTP/2, and of WebSocket. */
const CONTENT = ['chunk', 'message-body', 'DATA', 'frame']
/** WebSocket's opcodes of data: continuation, text, binary (RFC 6455 section 11.8). */
const DATA_OPCODES = [0, 1, 2]

/** What has left HTTP/1.1 is one exchange that goes on: its units count no more of them. */
const AFTER_UPGRADE = -1

const WRITES = ['enqueue()', 'send()', 'write() called', 'fetch() called']
const READS = ['read()', 'onmessage', 'message']

/** Content in one direction of one exchange. */
export interface Streamed {
  /** When the first octet of the first unit passed, and the last of the last, in milliseconds since the run started. */
  readonly firstAt: number
  readonly lastAt: number
  readonly first: LoggedUnit
  readonly last: LoggedUnit
}

/** An exchange, a stream of HTTP/2, or what has left HTTP, with the content that it has carried so far. */
export interface ContentExchange {
  readonly connection: number
  /** Counted from 0 on its connection; negative for what has left HTTP/1.1. */
  readonly exchange: number
  readonly up?: Streamed
  readonly down?: Streamed
}

/** How content went, over all exchanges of a run. */
export interface Overlap {
  /** Connections and exchanges that carried content, in either direction. */
  readonly connections: number
  readonly exchanges: number
  /** From the first octet down to the last octet up, in milliseconds: negative when nothing came down before all had gone up. */
  readonly overlapMs: number
}

/** The exchanges that have carried content, in the order in which it began. */
export function contentExchanges(log: UnitLog): readonly ContentExchange[] {
  const found = new Map<string, { connection: number; exchange: number; up?: Streamed; down?: Streamed }>()
  const content = [...log.units, ...log.pending()].filter(isContent)
  // A WebSocket in a stream: its frames tell data from the rest, which the DATA around them does not.
  const framed = new Set(content.filter(({ unit }) => unit.name === 'frame').map(keyOf))
  const others = new Set(log.units.filter(isForNoLab).map(keyOf))
  for (const logged of content) {
    const key = keyOf(logged)
    if (others.has(key) || (logged.unit.name === 'DATA' && framed.has(key))) continue
    const { unit, connection } = logged
    const exchange = found.get(key) ?? { connection: connection.id, exchange: unit.exchange ?? AFTER_UPGRADE }
    found.set(key, exchange)
    const way = wayOf(unit.direction)
    exchange[way] = withUnit(exchange[way], logged)
  }
  return [...found.values()]
}

/** Whether the two directions overlapped; undefined until content has passed in both. */
export function overlapOf(log: UnitLog): Overlap | undefined {
  const exchanges = contentExchanges(log)
  const firstDown = Math.min(...exchanges.map(({ down }) => down?.firstAt ?? Number.POSITIVE_INFINITY))
  const lastUp = Math.max(...exchanges.map(({ up }) => up?.lastAt ?? Number.NEGATIVE_INFINITY))
  const overlapMs = lastUp - firstDown
  if (!Number.isFinite(overlapMs)) return undefined
  const connections = new Set(exchanges.map(({ connection }) => connection)).size
  return { connections, exchanges: exchanges.length, overlapMs }
}

/**
 * How long before its last write the script could read, in milliseconds: negative when it could only read after it, and
 * undefined until it has done both. The wire may be duplex where the platform is not.
 */
export function scriptLeadMs(script: readonly ScriptEvent[]): number | undefined {
  const wrote = script.findLast(({ what }) => WRITES.includes(what))
  const read = firstRead(script)
  return wrote === undefined || read === undefined ? undefined : wrote.at - read.at
}

/** How often the script could read between its first and its last write; undefined when it has not done both. */
export function readsWhileWriting(script: readonly ScriptEvent[]): number | undefined {
  const writes = script.filter(({ what }) => WRITES.includes(what))
  const reads = script.filter(({ what }) => READS.includes(what))
  const [first, last] = [writes[0], writes.at(-1)]
  if (first === undefined || last === undefined || reads.length === 0) return undefined
  return reads.filter(({ at }) => at > first.at && at < last.at).length
}

/** The first thing that the script could read; undefined until it has. */
export function firstRead(script: readonly ScriptEvent[]): ScriptEvent | undefined {
  return script.find(({ what }) => READS.includes(what))
}

function withUnit(so: Streamed | undefined, logged: LoggedUnit): Streamed {
  const { startedAt: firstAt, at: lastAt } = logged
  if (so === undefined) return { firstAt, lastAt, first: logged, last: logged }
  const { first, last } = so
  return {
    ...(firstAt < so.firstAt ? { first: logged, firstAt } : { first, firstAt: so.firstAt }),
    ...(lastAt > so.lastAt ? { last: logged, lastAt } : { last, lastAt: so.lastAt }),
  }
}

function wayOf(direction: Direction): 'up' | 'down' {
  return direction === 'client-to-server' ? 'up' : 'down'
}

/** Exchanges of HTTP/1.1 by their number, all else by its stream: frames in a stream count no exchanges. */
function keyOf({ unit, connection }: LoggedUnit): string {
  return `${connection.id}/${unit.stream === undefined ? (unit.exchange ?? AFTER_UPGRADE) : `stream ${unit.stream}`}`
}

/** A page that asks whether it trusts the certificate may do so on a lab's connection, which is no attempt of the lab. */
function isForNoLab({ unit }: LoggedUnit): boolean {
  if (unit.name !== 'HEADERS' || unit.direction !== 'client-to-server') return false
  const block = unit.parts?.find(({ name }) => name === 'field-block-fragment')
  const line = block?.parts?.find((part) => valueIn(part, 'field-name') === ':path')
  const path = line && valueIn(line, 'field-value')
  return path !== undefined && !String(path).startsWith('/s/')
}

function isContent({ unit }: LoggedUnit): boolean {
  if (!CONTENT.includes(unit.name) || octetCount(unit.ranges) === 0) return false
  if (unit.name === 'frame') return DATA_OPCODES.includes(Number(valueIn(unit, 'opcode')))
  if (unit.name === 'DATA') return Number(valueIn(unit, 'length') ?? 1) > 0
  return true
}
