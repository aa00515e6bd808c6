/** Records the examples with their real servers and clients: `npm run record -- examples`, tapped as labs are. */
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import type { Browser } from 'playwright'
import { type RecordedEvent, recordingOf } from '#wire/formats/recording.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { run as typeByHand } from '../examples/by-hand/client.ts'
import { server as byHand } from '../examples/by-hand/server.ts'
import { server as eventStream } from '../examples/event-stream/server.ts'
import { server as foreverFrame } from '../examples/forever-frame/server.ts'
import { run as speakHttp2 } from '../examples/http2/client.ts'
import { server as http2 } from '../examples/http2/server.ts'
import { EXAMPLES } from '../examples/index.ts'
import { server as webSocket } from '../examples/web-socket/server.ts'
import { Listener } from '../listener.ts'
import type { TapObserver } from '../tap/tap-observer.ts'
import { TappedSocket } from '../tap/tapped-socket.ts'
import type { ClientEntries } from './client-bundle.ts'
import { recordingText } from './recording-file.ts'

interface Conversation {
  readonly server: { emit(event: 'connection', socket: TappedSocket): boolean }
  /** In Node, for what a page cannot do; without it, the client runs in a page. */
  readonly inNode?: (socket: Socket) => Promise<void>
}

const CONVERSATIONS: Readonly<Record<string, Conversation>> = {
  'event-stream': { server: eventStream },
  'web-socket': { server: webSocket },
  http2: { server: http2, inNode: speakHttp2 },
  'forever-frame': { server: foreverFrame },
  'by-hand': { server: byHand, inNode: typeByHand },
}

/** The clients that run in a page, for its bundle. */
export const EXAMPLE_CLIENTS: ClientEntries = Object.fromEntries(
  Object.entries(CONVERSATIONS)
    .filter(([, { inNode }]) => inNode === undefined)
    .map(([id]) => [`examples/${id}`, `labs-server/examples/${id}/client.ts`]),
)

/** The port that recorded octets name: not one of those at which readers meet labs or a middlebox. */
const PORT = 4329
const FOLDER = new URL('../examples/recordings/', import.meta.url)

/** Keeps all that a tap tells of one connection as records. */
function keeping(records: TraceRecord[], connection: number, since: number): TapObserver {
  return {
    pathOf: () => null,
    octets: (direction, octets, at, pieces) =>
      records.push({
        kind: 'octets',
        connection,
        at: at - since,
        direction,
        // A copy: WebSocket servers unmask in place.
        octets: new Uint8Array(octets),
        ...(pieces && { pieces }),
      }),
    ended: (direction, at) => records.push({ kind: 'end', connection, at: at - since, direction }),
    closed: (how, at) => records.push({ kind: 'close', connection, at: at - since, how }),
  }
}

/** Writes `recordings/ID.json` for every example; `home` is an empty page which also serves the clients. */
export async function recordExamples(browser: Browser, home: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  for (const { id } of EXAMPLES) {
    const conversation = CONVERSATIONS[id]
    if (conversation === undefined) throw new Error(`The example "${id}" has no conversation.`)
    const { records, script, run } = await record(id, conversation, browser, home)
    const browserName = conversation.inNode ? `Node.js ${process.versions.node}` : `Chromium ${browser.version()}`
    const made = { recordedOn: new Date().toISOString().slice(0, 10), browser: browserName, script }
    await writeFile(new URL(`${id}.json`, FOLDER), recordingText(recordingOf(made, run, records)))
    console.log(`examples/${id}: ${records.length} records, ${script.length} script events`)
  }
}

async function record(id: string, { server, inNode }: Conversation, browser: Browser, home: string) {
  const records: TraceRecord[] = []
  const since = performance.now()
  const startedAt = performance.timeOrigin + since
  const run: RunInfo = { id, lab: '', switches: {}, startedAt, server: `Node.js ${process.versions.node}` }
  const closed = Promise.withResolvers<void>()
  let connections = 0
  let open = 0
  await using listener = await Listener.open({
    port: PORT,
    hosts: ['127.0.0.1'],
    accept: (socket) => {
      connections += 1
      open += 1
      records.push({ kind: 'open', connection: connections, at: performance.now() - since })
      socket.on('close', () => {
        open -= 1
        if (open === 0) closed.resolve()
      })
      server.emit('connection', new TappedSocket(socket, keeping(records, connections, since)))
    },
  })
  const script: readonly RecordedEvent[] = inNode
    ? []
    : await visit(browser, home, id, `http://127.0.0.1:${listener.port}/`, startedAt)
  if (inNode) {
    const socket = connect(listener.port, '127.0.0.1')
    await once(socket, 'connect')
    await inNode(socket)
  }
  await closed.promise
  return fromTheirStart(records, script, run)
}

/** The same with times that count from the first connection: how long a browser takes to start is no part of a conversation. */
function fromTheirStart(records: readonly TraceRecord[], script: readonly RecordedEvent[], run: RunInfo) {
  const waited = records[0]?.at ?? 0
  const earlier = <Timed extends { readonly at: number }>(each: Timed): Timed => ({ ...each, at: each.at - waited })
  return {
    records: records.map(earlier),
    script: script.map(earlier),
    run: { ...run, startedAt: run.startedAt + waited },
  }
}

/** Opens the empty page, and lets the example's client speak with `address`. The page's end closes its connections. */
async function visit(browser: Browser, home: string, id: string, address: string, startedAt: number) {
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    await page.goto(home)
    return await page.evaluate(
      async ({ client, address, startedAt }) => {
        const seen: RecordedEvent[] = []
        const { run } = await import(client)
        await run(address, (what: string, more: object) =>
          seen.push({ at: performance.timeOrigin + performance.now() - startedAt, what, ...more }),
        )
        return seen
      },
      { client: `/examples/${id}.js`, address, startedAt },
    )
  } finally {
    await context.close()
  }
}
