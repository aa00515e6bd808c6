/** Which octets of the wire each event that the script saw brought it. */
import { isCarried } from './carried-units.ts'
import { contentRanges } from './content-ranges.ts'
import { fieldValue } from './field-values.ts'
import type { RecordedEvent } from './formats/recording.ts'
import { type OctetRange, octetCount } from './octets.ts'
import type { Direction, Pdu } from './pdu.ts'
import type { TracedConnection } from './trace.ts'
import type { LoggedUnit, UnitLog } from './unit-log.ts'

/** An event of the script, and the octets of one direction that it brought or gave. */
export interface ScriptPlace {
  readonly event: RecordedEvent
  readonly connection: TracedConnection
  readonly direction: Direction
  readonly ranges: readonly OctetRange[]
}

export interface ScriptPlaces {
  readonly placed: readonly ScriptPlace[]
  /** Events with octets of which it cannot be told which they are: missing is better than wrong. */
  readonly unplaced: readonly RecordedEvent[]
}

/** The platform calls these once for each event or message, not for each piece of content: they are counted, not measured. */
const DELIVERS = /^onmessage\b|^event\b/
/** Units that the platform delivers whole: WHATWG HTML's event, RFC 6455's message, the script of a forever frame. */
const DELIVERED: ReadonlySet<string> = new Set(['event', 'message', 'script'])
/** Units that begin a message, and say what it is. */
const HEADS: ReadonlySet<string> = new Set(['request', 'response', 'HEADERS'])
/** What the script gives instead of getting it: `fetch() called`, `send()`. */
const GIVES = /\bcalled$|^send\b/

/**
 * Places the script's events. Those that name an exchange (`of`) share out its content in the order in which they came; when
 * none does, as in older recordings, and only one exchange has content, it is shared out among all.
 */
export function placeScript(log: UnitLog, script: readonly RecordedEvent[]): ScriptPlaces {
  const placed: ScriptPlace[] = []
  const unplaced: RecordedEvent[] = []
  // An event or a message may be empty, and has its place all the same.
  const withOctets = script.filter(({ what, octets }) => octets !== undefined && (octets > 0 || DELIVERS.test(what)))
  if (withOctets.length === 0) return { placed, unplaced }
  const found = exchangesFor(log, new Set(withOctets.map(({ of }) => of)))
  const sources = new Map<string, Source>()
  for (const event of withOctets) {
    const direction = GIVES.test(event.what) ? 'client-to-server' : 'server-to-client'
    const key = `${direction} ${event.of ?? ''}`
    let source = sources.get(key)
    if (source === undefined) {
      source = new Source(direction, found(event.of, direction))
      sources.set(key, source)
    }
    const place = source.next(event)
    if (place === undefined) unplaced.push(event)
    else placed.push(place)
  }
  return { placed, unplaced }
}

/** The content of exchanges that a name stands for, handed out event by event. */
class Source {
  readonly #direction: Direction
  readonly #exchanges: readonly ExchangeContent[]
  readonly #delivered: Iterator<LoggedUnit>
  /** How far the events so far have come: the exchange, its range, how many octets of that are gone, and how many are left in all. */
  #exchange = -1
  #range = 0
  #used = 0
  #left = 0

  constructor(direction: Direction, exchanges: readonly ExchangeContent[]) {
    this.#direction = direction
    this.#exchanges = exchanges
    this.#delivered = exchanges.flatMap(({ delivered }) => delivered[direction])[Symbol.iterator]()
  }

  next(event: RecordedEvent): ScriptPlace | undefined {
    if (!DELIVERS.test(event.what)) return this.#take(event, event.octets ?? 0)
    const { value: logged } = this.#delivered.next()
    return logged && { event, connection: logged.connection, direction: this.#direction, ranges: logged.unit.ranges }
  }

  /** The next octets of one exchange; undefined when it has not so many left. */
  #take(event: RecordedEvent, octets: number): ScriptPlace | undefined {
    while (this.#left === 0 && this.#exchange < this.#exchanges.length) {
      this.#exchange += 1
      this.#range = 0
      this.#used = 0
      const next = this.#exchanges[this.#exchange]
      this.#left = next === undefined || this.#isCoded(next) ? 0 : octetCount(next.content[this.#direction])
    }
    const exchange = this.#exchanges[this.#exchange]
    // The script may have seen what is still on its way here.
    if (exchange === undefined || this.#left < octets) return undefined
    this.#left -= octets
    const ranges: OctetRange[] = []
    for (let wanted = octets; wanted > 0; ) {
      const range = exchange.content[this.#direction][this.#range] as OctetRange
      const start = range.start + this.#used
      const end = Math.min(range.end, start + wanted)
      if (end > start) ranges.push({ start, end })
      wanted -= end - start
      this.#used += end - start
      if (end === range.end) {
        this.#range += 1
        this.#used = 0
      }
    }
    return { event, connection: exchange.connection, direction: this.#direction, ranges }
  }

  #isCoded({ isCoded }: ExchangeContent): boolean {
    return isCoded && this.#direction === 'server-to-client'
  }
}

/** What of an exchange a script can have seen, by direction. */
class ExchangeContent {
  readonly connection: TracedConnection
  /** Counted from 0 on its connection. */
  readonly number: number
  readonly content: Readonly<Record<Direction, OctetRange[]>> = { 'client-to-server': [], 'server-to-client': [] }
  /** What its content carries and a script gets whole. */
  readonly delivered: Readonly<Record<Direction, LoggedUnit[]>> = { 'client-to-server': [], 'server-to-client': [] }
  /** Whether the script counts octets that never passed: a content coding was taken off before it got them. */
  isCoded = false

  constructor(connection: TracedConnection, number: number) {
    this.connection = connection
    this.number = number
  }

  take(logged: LoggedUnit): void {
    const { unit } = logged
    if (isCarried(logged)) {
      if (DELIVERED.has(unit.name) && unit.complete) this.delivered[unit.direction].push(logged)
      return
    }
    if (unit.direction === 'server-to-client' && HEADS.has(unit.name)) {
      this.isCoded = (fieldValue(unit, 'content-encoding') ?? 'identity') !== 'identity'
    }
    for (const range of contentRanges(unit)) this.content[unit.direction].push(range)
  }
}

type Find = (of: string | undefined, direction: Direction) => readonly ExchangeContent[]

/** The content of the exchanges whose request-target ends with one of these names; without names, that of all. */
function exchangesFor(log: UnitLog, names: ReadonlySet<string | undefined>): Find {
  const byName = new Map<string | undefined, ExchangeContent[]>()
  const byExchange = new Map<string, ExchangeContent>()
  const isUnnamed = names.has(undefined)
  let latest: ExchangeContent | undefined
  const take = (logged: LoggedUnit) => {
    const { connection, unit } = logged
    const number = unit.exchange ?? 0
    if (latest?.connection !== connection || latest.number !== number) {
      latest = byExchange.get(`${connection.id}/${number}`)
    }
    if (latest === undefined) {
      if (unit.direction !== 'client-to-server' || !HEADS.has(unit.name)) return
      const ends = endsOf(targetOf(unit)).filter((end) => names.has(end))
      if (ends.length === 0 && !isUnnamed) return
      latest = new ExchangeContent(connection, number)
      byExchange.set(`${connection.id}/${number}`, latest)
      for (const name of ends.length > 0 ? ends : [undefined]) push(byName, name, latest)
    }
    latest.take(logged)
  }
  for (const logged of log.units) take(logged)
  for (const logged of log.pending()) take(logged)
  return (of, direction) => {
    const found = byName.get(of) ?? []
    if (of !== undefined) return found
    const withContent = found.filter(({ content }) => content[direction].length > 0)
    return withContent.length === 1 ? withContent : []
  }
}

/** The request-target of a request (RFC 9112 section 3.2), or the `:path` that stands for it (RFC 9113 section 8.3.1). */
export function targetOf(unit: Pdu): string {
  return unit.name === 'request' ? String(unit.value ?? '').replace(/^\S+ /, '') : (fieldValue(unit, ':path') ?? '')
}

/** Whatever a target can end with at one of its delimiters: `/s/x/down?a=1` ends with `x/down?a=1`, `down?a=1`, `?a=1`. */
function endsOf(target: string): readonly string[] {
  const ends = [target]
  for (const { index, 0: delimiter } of target.matchAll(/[/?&]/g)) {
    if (delimiter !== '/') ends.push(target.slice(index))
    ends.push(target.slice(index + 1))
  }
  return ends
}

function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}
