/** Reads HAR 1.2 as browsers and proxies write it: entries become connections whose octets are written anew. */
import type { TraceRecord } from '../../trace.ts'
import type { Capture } from '../capture.ts'
import { msOf } from '../iso-time.ts'
import type { JsonImport } from '../json-import.ts'
import type { JsonEnd } from '../json-reader.ts'
import { listOf, objectOf, textOf } from '../json-values.ts'
import { grouped, Problems } from '../packets/problems.ts'
import { type EntryValues, entryValues, isSecure } from './entry-values.ts'
import { hasContent, rebuilt } from './rebuilt-exchange.ts'

/** Times of a HAR are often whole milliseconds: an exchange may seem to begin before the one before it has ended. */
const ROUNDING_MS = 2
/** Of more exchanges at once, no others follow on the same connection: to look for a free one must not take long. */
const MAX_LANES = 128
/** A page that seems to have started longer ago has another clock. */
const LONGEST_PAGE_MS = 24 * 60 * 60 * 1000
/** Entries of one file: what is short in a file is long in memory. */
export const MAX_ENTRIES = 131_072
const NETWORK_SCHEMES = new Set(['http', 'https', 'ws', 'wss'])

/** A HAR tells that there was TLS, by the scheme, and not which version. */
const UNKNOWN_TLS = 'TLS'

/** One connection, as far as HTTP/1.1 can show it: one exchange after the other. */
interface Lane {
  readonly connection: number
  freeAt: number
}

export class HarImport implements JsonImport {
  readonly #problems = new Problems()
  readonly #entries: { readonly entry: EntryValues; readonly number: number; readonly startedAt: number }[] = []
  readonly #lanes = new Map<string, Lane[]>()
  readonly #records: TraceRecord[] = []
  #connections = 0
  #latest: number | undefined

  element(_path: string, value: unknown, index: number): void {
    const number = index + 1
    const entry = entryValues(value)
    if (entry === undefined) this.#count('not-an-entry', number)
    else if (!NETWORK_SCHEMES.has(entry.url.scheme)) this.#count('no-network', number)
    else if (entry.isFromCache) this.#count('from-cache', number)
    else if (this.#entries.length === MAX_ENTRIES) this.#count('too-many', number)
    else {
      if (entry.startedAt === undefined) this.#count('no-time', number)
      this.#latest = entry.startedAt ?? this.#latest
      this.#entries.push({ entry, number, startedAt: this.#latest ?? 0 })
    }
  }

  end({ rest, fault }: JsonEnd): Capture {
    const log = objectOf(rest.log)
    const first = this.#entries.reduce((least, { startedAt }) => Math.min(least, startedAt), Number.POSITIVE_INFINITY)
    const pages = pageStarts(log?.pages)
    const origin = [...pages.values()]
      .filter((page) => page <= first && first - page < LONGEST_PAGE_MS)
      .reduce((least, page) => Math.min(least, page), first === Number.POSITIVE_INFINITY ? 0 : first)
    const inOrder = this.#entries
      .map((each) => ({ ...each, sentAt: each.startedAt - origin + each.entry.timings.before }))
      .toSorted((one, other) => one.sentAt - other.sentAt)
    for (const { entry, number, sentAt, startedAt } of inOrder) {
      this.#rebuild(entry, number, sentAt, origin, pages.get(entry.pageref ?? '') ?? startedAt)
    }
    if (fault !== undefined) {
      this.#problems.say(`The file ${fault}. What comes before has been read: ${entries(this.#entries.length)}.`)
    }
    const creator = objectOf(log?.creator)
    return {
      format: 'har',
      run: { id: 'har', lab: '', switches: {}, startedAt: origin, server: '' },
      // Connections overlap in time, the records of each are in order.
      records: this.#records.toSorted((one, other) => one.at - other.at),
      script: [],
      octets: 'rebuilt',
      writtenBy: [textOf(creator?.name), textOf(creator?.version)].filter(Boolean).join(' '),
      problems: this.#problems.sentences,
    }
  }

  #rebuild(entry: EntryValues, number: number, sentAt: number, origin: number, pageAt: number): void {
    this.#tellOf(entry, number)
    const { lane, at } = this.#laneFor(entry, number, sentAt)
    const { passed, endedAt, isUpgrade } = rebuilt(entry, at, origin, pageAt)
    for (const each of passed) this.#records.push({ kind: 'octets', connection: lane.connection, ...each })
    lane.freeAt = isUpgrade ? Number.POSITIVE_INFINITY : endedAt
  }

  /** A connection that is free, the entry's own if it names it; without that, each exchange has one of its own. */
  #laneFor(entry: EntryValues, number: number, sentAt: number): { readonly lane: Lane; readonly at: number } {
    const { connectionId } = entry
    const lanes = connectionId === undefined ? [] : (this.#lanes.get(connectionId) ?? [])
    const free = lanes.find(({ freeAt }) => freeAt <= sentAt + ROUNDING_MS)
    if (free !== undefined) return { lane: free, at: Math.max(sentAt, free.freeAt) }
    if (connectionId === undefined) this.#count('no-connection', number)
    else if (lanes.length > 0) this.#count('several-at-once', number)
    this.#connections += 1
    const lane = { connection: this.#connections, freeAt: sentAt }
    if (connectionId !== undefined && lanes.length < MAX_LANES) this.#lanes.set(connectionId, [...lanes, lane])
    this.#records.push({
      kind: 'open',
      connection: lane.connection,
      at: sentAt - (entry.timings.connect ?? 0),
      ...(entry.server !== undefined && { server: entry.server }),
      ...(isSecure(entry.url) && { tls: UNKNOWN_TLS }),
    })
    return { lane, at: sentAt }
  }

  #tellOf(entry: EntryValues, number: number): void {
    const { version, requestContent, responseContent, responseFields } = entry
    if (/^(h2|h3|http\/[23])/.test(version)) this.#count('later-version', number)
    const hasEvents = entry.events !== undefined && entry.events.length > 0
    const lacksContent = responseContent.octets === undefined && responseContent.size > 0 && hasContent(entry)
    if (requestContent.octets === undefined || (lacksContent && !hasEvents)) this.#count('no-content', number)
    const isCoded = responseFields.some(({ name }) => name.toLowerCase() === 'content-encoding')
    if (isCoded && responseContent.octets !== undefined && !responseContent.isCoded)
      this.#count('content-coding', number)
    if (entry.webSocketMessages?.some(({ fromClient }) => fromClient)) this.#count('masking', number)
  }

  #count(kind: keyof typeof SENTENCES, number: number): void {
    this.#problems.count(kind, number, SENTENCES[kind])
  }
}

/** When each page started, by its id, in milliseconds since 1970 UTC. */
function pageStarts(pages: unknown): ReadonlyMap<string, number> {
  const starts = new Map<string, number>()
  for (const page of listOf(pages).map(objectOf)) {
    const id = textOf(page?.id)
    const startedAt = msOf(textOf(page?.startedDateTime) ?? '')
    if (id !== undefined && startedAt !== undefined) starts.set(id, startedAt)
  }
  return starts
}

const SENTENCES = {
  'not-an-entry': (count: number, which: string) =>
    `${entries(count)} without a method and an address of a request ${was(count)} left out (entry ${which}).`,
  'no-network': (count: number, which: string) =>
    `${entries(count)} ${count === 1 ? 'names' : 'name'} nothing that a network carries, and ${was(count)} left out (entry ${which}).`,
  'from-cache': (count: number, which: string) =>
    `${entries(count)} ${was(count)} answered by a cache: nothing passed, so nothing is shown (entry ${which}).`,
  'too-many': (count: number, which: string) =>
    `${entries(count)} beyond the first ${grouped(MAX_ENTRIES)} ${was(count)} left out (entry ${which}).`,
  'no-time': (count: number, which: string) =>
    `${entries(count)} ${count === 1 ? 'does' : 'do'} not say when, and ${was(count)} put where the one before it is (entry ${which}).`,
  'no-connection': (count: number, which: string) =>
    `The file does not tell the connection of ${entries(count)}: each is shown in one of its own (entry ${which}).`,
  'several-at-once': (count: number, which: string) =>
    `${entries(count)} shared a connection with others at the same time, which HTTP/1.1 cannot: such are shown in connections of their own (entry ${which}).`,
  'later-version': (count: number, which: string) =>
    `${entries(count)} ${was(count)} of HTTP/2 or HTTP/3, and ${count === 1 ? 'is' : 'are'} shown as HTTP/1.1 would have written them (entry ${which}).`,
  'no-content': (count: number, which: string) =>
    `The file does not hold the content of ${entries(count)}, which ${count === 1 ? 'is' : 'are'} shown without (entry ${which}).`,
  'content-coding': (count: number, which: string) =>
    `A HAR holds content decoded: ${entries(count)} ${count === 1 ? 'is' : 'are'} shown without Content-Encoding (entry ${which}).`,
  masking: (count: number, which: string) =>
    `A HAR holds no masking keys: what the client sent in the WebSocket frames of ${entries(count)} is masked with zeros (entry ${which}).`,
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${grouped(count)} entries`
}

function was(count: number): string {
  return count === 1 ? 'was' : 'were'
}
