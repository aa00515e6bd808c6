/**
 * The labs of the recorded twin: the page's own requests, answered by MSW from a recording, at the times at which the server
 * answered then. One run at a time has its answers here.
 */
import { setupWorker } from 'msw/browser'
import { HttpResponse, http } from 'msw/http'
import { type WebSocketHandlerConnection, ws } from 'msw/ws'
import { LabError } from '#labs/lab-error.ts'
import { controlled } from '#site/offline/controlled.ts'
import { sitePath } from '#site/twin.ts'
import type { Answers } from './answers.ts'
import { PlayClock } from './play-clock.ts'
import type { RecordedEnd, RecordedResponse, RecordedSocket } from './recorded-exchange.ts'

/** How long the server's part waits for the page's when its time has come, in milliseconds: the page may have less to say this time. */
const PATIENCE_MS = 1500

/** A run that is played: what it is answered with, and when. */
export class Played {
  readonly answers: Answers
  readonly clock = new PlayClock()
  /** Aborted when the run is over. */
  readonly over: AbortSignal
  /** Called with a request that the recording has no answer to. */
  readonly unanswered: (what: string) => void
  #acts = 0
  /** How much less the page has done this time, as far as that is known. */
  #forgiven = 0
  readonly #waiting = new Set<() => void>()

  constructor(answers: Answers, over: AbortSignal, unanswered: (what: string) => void) {
    this.answers = answers
    this.over = over
    this.unanswered = unanswered
  }

  /** The page has asked for something, sent a message, or left what it had asked for. */
  acted(): void {
    this.#acts += 1
    for (const look of [...this.#waiting]) look()
  }

  /**
   * Resolves when the server may do what it did `at` this time: not before, and not before the page has done as much as it had
   * then, since the one may answer the other. Rejects when the run is over.
   */
  async cue(at: number): Promise<void> {
    await this.clock.reached(at, this.over)
    const before = this.answers.actsBefore(at)
    const lacks = () => before - this.#acts > this.#forgiven
    if (!lacks()) return
    const done = Promise.withResolvers<void>()
    const look = () => {
      if (!lacks()) done.resolve()
    }
    this.#waiting.add(look)
    try {
      await Promise.race([done.promise, this.clock.reached(this.clock.now() + PATIENCE_MS, this.over)])
    } finally {
      this.#waiting.delete(look)
    }
    // Whatever has not come by now is not waited for again.
    this.#forgiven = Math.max(this.#forgiven, before - this.#acts)
  }
}

/** Where the labs of this page seem to be: on its own host, below its own path, so that nothing else is asked. */
const LABS = new URL(sitePath('/s/'), location.href)
const SESSION = 'recorded'
/** RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5: responses without content, for which the platform refuses a body. */
const WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 205, 304])
/** Fields about the connection and the framing: a response that crossed no connection has none (RFC 9110 section 7.6.1). */
const OF_THE_CONNECTION = /^(connection|keep-alive|transfer-encoding|content-length|content-encoding|trailer|upgrade)$/i

let played: Played | undefined
let started: Promise<unknown> | undefined

/** The address of a lab, for its client half. */
export function recordedAddress(lab: string): string {
  return new URL(`${SESSION}/${lab}/`, LABS).href
}

/**
 * Answers the page's requests from now on with the run that `begin` gives; called once they come here.
 *
 * @throws LabError `LAB_UNAVAILABLE` when they do not.
 */
export async function answerFrom(begin: () => Played): Promise<Played> {
  started ??= start()
  try {
    await started
  } catch (cause) {
    started = undefined // The next run tries again.
    console.error(cause)
    throw new LabError(
      'LAB_UNAVAILABLE',
      'What answers this page’s script in the place of a labs server could not be started. Load the page anew, and run it again.',
    )
  }
  played = begin()
  return played
}

async function start(): Promise<void> {
  const scope = sitePath('/')
  // Without a service worker, MSW takes the place of what the page's scripts call.
  if (isSecureContext) await controlled(scope).catch(() => {})
  await setupWorker(
    http.all(`${LABS.href}*`, ({ request }) => respond(request)),
    ws.link(`${LABS.href.replace(/^http/, 'ws')}*`).addEventListener('connection', ({ client }) => converse(client)),
  ).start({
    serviceWorker: { url: sitePath('/worker.js'), options: { scope } },
    onUnhandledFrame: 'bypass',
    quiet: true,
  })
  noteLeaving()
}

/**
 * Notes when the page leaves what it has asked for, which no service worker is told of: what the server did next may have waited
 * for that, as a request beyond the sixth connection waits for one of them.
 */
function noteLeaving(): void {
  const { fetch } = globalThis
  globalThis.fetch = (input, init) => {
    if (String(input instanceof Request ? input.url : input).startsWith(LABS.href)) {
      const run = played
      init?.signal?.addEventListener('abort', () => run?.acted(), { once: true })
    }
    return fetch(input, init)
  }
}

/** What stands behind `/s/SESSION/LAB/`. */
function pathBelowLab(address: string): string {
  const { pathname, search } = new URL(address)
  return pathname.slice(LABS.pathname.length).replace(/^[^/]+\/[^/]+\//, '') + search
}

async function respond(request: Request): Promise<Response> {
  const run = played
  const path = pathBelowLab(request.url)
  if (run === undefined) return HttpResponse.error()
  run.acted()
  const exchange = await run.answers.exchange(request.method, path, () => request.clone().text())
  if (exchange === undefined) {
    run.unanswered(`${request.method} ${path}`)
    return HttpResponse.error()
  }
  const { response, end } = exchange
  // Without an answer the page left first, and does so again. When the run is over first, nobody waits for one any more, and
  // nobody is to be told of a failure.
  await run.cue(response?.at ?? end?.at ?? Number.POSITIVE_INFINITY).catch(() => {})
  if (response === undefined) return run.over.aborted ? new HttpResponse() : HttpResponse.error()
  const headers = new Headers()
  for (const { name, value } of response.fields) if (!OF_THE_CONNECTION.test(name)) headers.append(name, value)
  const body = WITHOUT_CONTENT.has(response.status) ? null : decoded(response, contentOf(response, end, run))
  return new HttpResponse(body, { status: response.status, headers })
}

/** The content, piece by piece as it passed; where the connection was lost, it is lost again. */
function contentOf({ content, fields }: RecordedResponse, end: RecordedEnd | undefined, run: Played) {
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    async start(controller) {
      try {
        for (const { at, octets } of content) {
          await run.cue(at)
          controller.enqueue(new Uint8Array(octets))
        }
        // Without an end, the client left first, and does so again.
        await run.cue(end?.at ?? Number.POSITIVE_INFINITY)
        if (end?.how === 'cut' && !isEventStream(fields)) controller.error(new TypeError('The connection was lost.'))
        else controller.close()
      } catch {
        controller.close() // The run is over.
      }
    },
  })
}

/**
 * An event stream that ends and one that is cut are the same to a browser: it comes back for more (WHATWG HTML, section 9.2.3).
 * When a worker's stream fails, Chromium 156 gives up instead.
 */
function isEventStream(fields: RecordedResponse['fields']): boolean {
  return fields.some(({ name, value }) => /^content-type$/i.test(name) && value.startsWith('text/event-stream'))
}

/** Takes off the content coding, which a browser does for what comes over the network alone. */
function decoded({ fields }: RecordedResponse, content: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const coding = fields.find(({ name }) => name.toLowerCase() === 'content-encoding')?.value
  return coding === 'gzip' || coding === 'deflate' ? content.pipeThrough(new DecompressionStream(coding)) : content
}

type SocketClient = WebSocketHandlerConnection['client']

/** Sends what the server sent. */
function converse(client: SocketClient): void {
  const run = played
  const path = pathBelowLab(client.url.href.replace(/^ws/, 'http'))
  const socket = run?.answers.socket(path)
  run?.acted()
  if (run === undefined || socket?.openedAt === undefined) {
    if (socket === undefined) run?.unanswered(`WebSocket ${path}`)
    cut(client)
    return
  }
  client.addEventListener('message', () => run.acted())
  play(socket, client, run).catch(() => client.close()) // The run is over.
}

async function play({ messages, end }: RecordedSocket, client: SocketClient, run: Played): Promise<void> {
  for (const { at, data } of messages) {
    await run.cue(at)
    client.send(typeof data === 'string' ? data : new Uint8Array(data).buffer)
  }
  await run.cue(end?.at ?? Number.POSITIVE_INFINITY)
  if (end?.how === 'cut') cut(client)
  else client.close(end?.code, end?.reason)
}

/** A lost connection, which MSW does not play: with it every end is a clean one. So the page's WebSocket is told by hand. */
function cut(client: SocketClient): void {
  const { socket } = client as unknown as { readonly socket: WebSocket }
  socket.dispatchEvent(new Event('error'))
  Object.defineProperty(socket, 'readyState', { value: WebSocket.CLOSED })
  socket.dispatchEvent(new CloseEvent('close', { code: 1006, wasClean: false }))
}
