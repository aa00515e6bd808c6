/** The page's end of the feed against a real Socket.IO server: no record lost, none twice, whatever the connection does. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type ServerOptions, type Socket } from 'socket.io'
import { afterEach, describe, expect, test } from 'vitest'
import type { FeedEvents, ViewerEvents, WatchRequest } from '#labs-server/feed/feed-events.ts'
import { Feed, type FeedState } from '#site/lab/feed.ts'
import { packBatch } from '#wire/formats/batch.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { runInfo } from './runs.ts'

const open = (connection: number): TraceRecord => ({ kind: 'open', connection, at: connection })
const RECORDS = Array.from({ length: 9 }, (_, index) => open(index + 1))
const RUN = runInfo('run-1', { lab: 'keep-alive' })

type Viewer = Socket<ViewerEvents, FeedEvents>

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

/** A feed server that does what the test says. */
async function feedServer(options: Partial<ServerOptions> = {}) {
  const http = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const io = new Server<ViewerEvents, FeedEvents>(http, { path: '/feed', serveClient: false, ...options })
  endings.push(() => io.close())
  return { io, origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }
}

function connect(origin: string, session = 'TOKEN') {
  const feed = new Feed(origin, session)
  endings.push(() => feed.close())
  return feed
}

const nextViewer = (io: Server<ViewerEvents, FeedEvents>) =>
  new Promise<Viewer>((resolve) => io.once('connection', resolve))
const nextWatch = (viewer: Viewer) => new Promise<WatchRequest>((resolve) => viewer.once('watch', resolve))
const stateOf = (feed: Feed, kind: FeedState['kind']) =>
  new Promise<FeedState>((resolve) => {
    const stop = feed.state.subscribe((state) => {
      if (state.kind !== kind) return
      resolve(state)
      queueMicrotask(() => stop())
    })
  })

/** What a panel would have: the runs begun, and the connections opened in the current one. */
function watching(feed: Feed, lab: string) {
  const seen = { runs: [] as string[], connections: [] as number[] }
  const unwatch = feed.watch(lab, {
    began: (run: RunInfo) => {
      seen.runs.push(run.id)
      seen.connections = []
    },
    observed: (_, records) => seen.connections.push(...records.map(({ connection }) => connection)),
  })
  return { seen, unwatch }
}

/** Sends the records `[from, to)`; resolves when the page has them. */
const send = (viewer: Viewer, from: number, to: number, run = RUN.id) =>
  new Promise<void>((resolve) => viewer.emit('batch', packBatch(run, from, RECORDS.slice(from, to)), resolve))

async function watched() {
  const { io, origin } = await feedServer()
  const feed = connect(origin)
  const page = watching(feed, 'keep-alive')
  const viewer = await nextViewer(io)
  const request = await nextWatch(viewer)
  viewer.emit('run', RUN)
  return { io, feed, ...page, viewer, request }
}

describe('records come in order', () => {
  test('the page shows its session when it connects, and asks for the current run of its lab', async () => {
    const { viewer, request } = await watched()
    expect(viewer.handshake.auth).toEqual({ session: 'TOKEN' })
    expect(request).toEqual({ lab: 'keep-alive' })
  })

  test('every batch is acknowledged and taken in', async () => {
    const { viewer, seen } = await watched()
    await send(viewer, 0, 2)
    await send(viewer, 2, 5)
    expect(seen).toEqual({ runs: ['run-1'], connections: [1, 2, 3, 4, 5] })
  })

  test('octets arrive as they were sent', async () => {
    const { io, origin } = await feedServer()
    const feed = connect(origin)
    const octets = new Promise<Uint8Array>((resolve) => {
      feed.watch('keep-alive', {
        began: () => {},
        observed: (_, [record]) => record?.kind === 'octets' && resolve(record.octets),
      })
    })
    const viewer = await nextViewer(io)
    await nextWatch(viewer)
    viewer.emit('run', RUN)
    const sent = Uint8Array.of(0, 13, 10, 127, 128, 255)
    const record = { kind: 'octets', connection: 1, at: 0, direction: 'client-to-server', octets: sent } as const
    viewer.emit('batch', packBatch(RUN.id, 0, [record]), () => {})
    expect([...(await octets)]).toEqual([...sent])
  })

  test('what comes twice is taken in once', async () => {
    const { viewer, seen } = await watched()
    await send(viewer, 0, 4)
    await send(viewer, 2, 6)
    await send(viewer, 0, 3)
    expect(seen.connections).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('a batch of another run is acknowledged and left aside', async () => {
    const { viewer, seen } = await watched()
    await send(viewer, 0, 3, 'run-0')
    expect(seen.connections).toEqual([])
  })

  test('a new run begins from nothing', async () => {
    const { viewer, seen } = await watched()
    await send(viewer, 0, 3)
    viewer.emit('run', { ...RUN, id: 'run-2' })
    await send(viewer, 0, 1, 'run-2')
    expect(seen).toEqual({ runs: ['run-1', 'run-2'], connections: [1] })
  })
})

describe('something is missing', () => {
  test('the page asks once to go on after what it has, and takes nothing in until it comes', async () => {
    const { viewer, seen } = await watched()
    await send(viewer, 0, 2)
    const requests: WatchRequest[] = []
    viewer.on('watch', (request) => requests.push(request))
    await send(viewer, 4, 6)
    await send(viewer, 6, 8)
    expect(requests).toEqual([{ lab: 'keep-alive', run: 'run-1', after: 2 }])
    expect(seen.connections).toEqual([1, 2])
    await send(viewer, 2, 9)
    expect(seen.connections).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('a connection that broke is made again, and goes on where it was', async () => {
    const { io, feed, viewer, seen } = await watched()
    await send(viewer, 0, 3)
    const lost = stateOf(feed, 'reconnecting')
    const again = nextViewer(io)
    viewer.conn.close()
    expect(await lost).toMatchObject({ reason: expect.stringContaining('was closed') })
    const second = await again
    expect(await nextWatch(second)).toEqual({ lab: 'keep-alive', run: 'run-1', after: 3 })
    await send(second, 3, 5)
    expect(seen).toEqual({ runs: ['run-1'], connections: [1, 2, 3, 4, 5] })
  })

  test('a server that closes on purpose is asked again', async () => {
    const { io, feed, viewer } = await watched()
    const lost = stateOf(feed, 'reconnecting')
    const again = nextViewer(io)
    viewer.disconnect(true)
    await lost
    expect(await nextWatch(await again)).toMatchObject({ run: 'run-1' })
  })
})

describe('the connection as a reader is told of it', () => {
  test('live, once it is made', async () => {
    const { feed } = await watched()
    expect(feed.state.value).toEqual({ kind: 'live' })
  })

  test('unreachable, when nobody listens', async () => {
    const { io, origin } = await feedServer()
    await io.close()
    expect(await stateOf(connect(origin), 'unreachable')).toEqual({ kind: 'unreachable' })
  })

  test('refused, with the sentence of the server', async () => {
    const { io, origin } = await feedServer()
    io.use((_, next) => next(new Error('This session is open in 20 pages, which is the limit.')))
    expect(await stateOf(connect(origin), 'refused')).toMatchObject({
      reason: 'This session is open in 20 pages, which is the limit.',
    })
  })

  test('where a WebSocket cannot be had, long polling carries the same records', async () => {
    const { io, origin } = await feedServer({ transports: ['polling'] })
    const feed = connect(origin)
    const { seen } = watching(feed, 'keep-alive')
    const viewer = await nextViewer(io)
    await nextWatch(viewer)
    viewer.emit('run', RUN)
    await send(viewer, 0, 2)
    expect(seen.connections).toEqual([1, 2])
    expect(viewer.conn.transport.name).toBe('polling')
  })

  test('a server that falls silent is taken for lost', async () => {
    const { io, origin } = await feedServer({ pingInterval: 50, pingTimeout: 50 })
    const feed = connect(origin)
    const viewer = await nextViewer(io)
    // Its packets are lost on the way from now on, and so is its good-bye.
    Object.assign(viewer.conn.transport, { send: () => {}, close: () => {} })
    expect(await stateOf(feed, 'reconnecting')).toMatchObject({ reason: 'The labs server has stopped answering.' })
  })

  test('a lab that is not watched any more says so, and is told nothing', async () => {
    const { viewer, seen, unwatch } = await watched()
    const said = new Promise((resolve) => viewer.once('unwatch', resolve))
    unwatch()
    expect(await said).toEqual({ lab: 'keep-alive' })
    await send(viewer, 0, 2)
    expect(seen.connections).toEqual([])
  })
})
