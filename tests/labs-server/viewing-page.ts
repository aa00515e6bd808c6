/** A page that watches a lab over the feed, as the site's does. */
import { io, type Socket } from 'socket.io-client'
import type { FeedEvents, ViewerEvents, WatchRequest } from '#labs-server/feed/feed-events.ts'
import type { LabsServer } from '#labs-server/labs-server.ts'
import { type Batch, unpackBatch } from '#wire/formats/batch.ts'
import type { Direction } from '#wire/pdu.ts'
import { type RunInfo, Trace, type TraceRecord } from '#wire/trace.ts'
import { Waiting } from './waiting.ts'

export class ViewingPage implements Disposable {
  readonly socket: Socket<FeedEvents, ViewerEvents>
  readonly runs: RunInfo[] = []
  readonly batches: Batch[] = []
  readonly problems: string[] = []
  /** The records of the latest run. */
  records: TraceRecord[] = []
  /** While set, batches are not acknowledged but kept here. */
  held: (() => void)[] | undefined
  readonly #happenings = new Waiting()

  constructor(server: LabsServer, session: string, options: Record<string, unknown> = {}) {
    this.socket = io(server.urls.site, {
      path: '/feed',
      auth: { session },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...options,
    })
    this.socket.on('run', (info) => {
      this.runs.push(info)
      this.records = []
      this.#happenings.happened()
    })
    this.socket.on('batch', (batch, received) => {
      this.batches.push(batch)
      this.records.push(...unpackBatch(batch))
      if (this.held) this.held.push(received)
      else received()
      this.#happenings.happened()
    })
    this.socket.on('problem', (problem) => {
      this.problems.push(problem.code)
      this.#happenings.happened()
    })
    this.socket.on('connect', () => this.#happenings.happened())
  }

  /** A page that watches `lab`; once connected, unless `options` keep it from that. */
  static async watching(server: LabsServer, session: string, request: WatchRequest): Promise<ViewingPage> {
    const page = new ViewingPage(server, session)
    await page.until(() => page.socket.connected)
    page.socket.emit('watch', request)
    return page
  }

  /** The latest run's records as a trace. */
  get trace(): Trace {
    const trace = new Trace(this.runs.at(-1) as RunInfo)
    for (const record of this.records) trace.append(record)
    return trace
  }

  /** All octets seen in one direction of one connection, as ISO 8859-1 text. */
  text(connection: number, direction: Direction): string {
    const stream = this.trace.connection(connection)?.streams[direction]
    return stream?.text({ start: 0, end: stream.length }) ?? ''
  }

  /** How many records of a kind have come. */
  count(kind: TraceRecord['kind']): number {
    return this.records.filter((record) => record.kind === kind).length
  }

  until(isSo: () => boolean): Promise<void> {
    return this.#happenings.until(isSo)
  }

  [Symbol.dispose](): void {
    this.socket.disconnect()
  }
}
