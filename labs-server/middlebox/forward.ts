/** Passes one exchange on, as an HTTP/1.1 intermediary does (RFC 9110 section 7.6), in the manner of its middlebox. */
import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request as requestOf,
  type ServerResponse,
} from 'node:http'
import { LabError, PROBLEM_JSON, problemOf } from '#labs/lab-error.ts'
import { type Hold, inHolds, put } from './content.ts'
import { endToEnd, type Fields, without, withVia } from './fields.ts'
import { type Manner, requestFields } from './manner.ts'

export interface NextHop {
  readonly port: number
  /** Its connections, which no other client's requests use. */
  readonly agent: Agent
}

/** Resolves when the exchange is over, however it ends. Never rejects. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  next: NextHop,
  manner: Manner,
): Promise<void> {
  const gone = new AbortController()
  const patience = new Patience(manner.patienceMs, () =>
    refuse(
      response,
      new LabError('LAB_GATEWAY_TIMEOUT', 'The middlebox waited too long for the response and gave it up.'),
    ),
  )
  response.on('close', () => {
    patience.end()
    gone.abort()
  })
  try {
    const { signal } = gone
    const { answer: coming } = await sendRequest(request, next, manner, signal)
    patience.start()
    const answer = await coming
    patience.start()
    await sendResponse(answer, response, request.method === 'HEAD', manner, signal, patience)
  } catch {
    // The client has gone, or the server has: what began is broken off, and what did not is told.
    if (!gone.signal.aborted)
      refuse(response, new LabError('LAB_BAD_GATEWAY', 'The middlebox could not reach the labs.'))
  }
}

/** A request on its way to the next hop, and the answer to it. */
interface Onward {
  readonly to: ClientRequest
  readonly answer: Promise<IncomingMessage>
}

/** Sends the request on; with a manner that holds, only once its content is complete or too much to hold. */
async function sendRequest(
  request: IncomingMessage,
  { port, agent }: NextHop,
  manner: Manner,
  signal: AbortSignal,
): Promise<Onward> {
  const fields = withVia(requestFields(endToEnd(request.rawHeaders), manner), request.httpVersion)
  const isChunked = request.headers['transfer-encoding'] !== undefined
  const hasContent = isChunked || request.headers['content-length'] !== undefined
  const begin = (framing: Fields): Onward => {
    const to = requestOf({
      host: '127.0.0.1',
      port,
      agent,
      signal,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: [...fields, ...framing] as never, // Node takes names and values in turn, and its types do not say so.
    })
    return { to, answer: answerTo(to) }
  }
  const coded = isChunked ? ['Transfer-Encoding', 'chunked'] : []
  if (!hasContent) {
    const onward = begin([])
    onward.to.end()
    return onward
  }
  const holds = inHolds(request, Math.max(1, manner.holdOctets))
  if (manner.holdOctets === 0) {
    const onward = begin(coded)
    onward.to.flushHeaders()
    sendContent(holds, onward.to, signal)
    return onward
  }
  const { value: first } = await holds.next()
  const isWhole = first === undefined || first.isLast
  const onward = begin(isWhole && isChunked ? ['Content-Length', String(first?.octets.length ?? 0)] : coded)
  if (isWhole) onward.to.end(first?.octets)
  else {
    onward.to.write(first.octets)
    sendContent(holds, onward.to, signal)
  }
  return onward
}

/** Sends content beside the answer, which may begin before it ends. */
async function sendContent(holds: AsyncIterable<Hold>, to: ClientRequest, signal: AbortSignal): Promise<void> {
  try {
    for await (const { octets } of holds) await put(to, octets, signal)
    to.end()
  } catch {
    to.destroy()
  }
}

function answerTo(onward: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  onward.on('response', resolve)
  onward.on('error', reject)
  promise.catch(() => {}) // It may fail while the request is still being sent: whoever waits is told all the same.
  return promise
}

async function sendResponse(
  answer: IncomingMessage,
  response: ServerResponse,
  isHead: boolean,
  manner: Manner,
  signal: AbortSignal,
  patience: Patience,
): Promise<void> {
  const fields = withVia(endToEnd(answer.rawHeaders), answer.httpVersion)
  response.sendDate = false // The server's own has come with its fields.
  response.useChunkedEncodingByDefault = manner.chunks
  const { statusCode = 502, statusMessage = '' } = answer
  const begin = (framing: Fields, except: readonly string[] = []) =>
    response.writeHead(statusCode, statusMessage, [...without(fields, except), ...framing])

  const content = patience.watch(answer)
  if (manner.holdOctets === 0 || isHead) {
    begin([])
    response.flushHeaders()
    for await (const octets of content) await put(response, octets, signal)
  } else {
    const holds = inHolds(content, manner.holdOctets)
    const { value: first } = await holds.next()
    // Who holds a whole message knows its length.
    const isWhole = first?.isLast === true && Object.keys(answer.trailers).length === 0
    const mayHaveContent = statusCode !== 204 && statusCode !== 304
    if (isWhole && mayHaveContent) begin(['Content-Length', String(first.octets.length)], ['content-length', 'trailer'])
    else begin([])
    if (first) await put(response, first.octets, signal)
    for await (const { octets } of holds) await put(response, octets, signal)
  }
  const { rawTrailers } = answer
  // Node takes pairs, and its types do not say so.
  const pairs = rawTrailers.flatMap((name, place) => (place % 2 === 0 ? [[name, rawTrailers[place + 1] ?? '']] : []))
  if (manner.chunks && pairs.length > 0) response.addTrailers(pairs as never)
  response.end()
}

/** RFC 9110 section 15.6: told before the response has begun; after that, nothing but its end can be told. */
export function refuse(response: ServerResponse, error: LabError): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const problem = problemOf(error)
  const fields = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store', 'Content-Type': PROBLEM_JSON }
  response.writeHead(problem.status, { ...fields, Connection: 'close' }).end(`${JSON.stringify(problem)}\n`)
}

/** How long a middlebox waits for octets of a response. */
class Patience {
  readonly #waitMs: number
  readonly #giveUp: () => void
  #timer: NodeJS.Timeout | undefined

  /** Endless when `waitMs` is 0. */
  constructor(waitMs: number, giveUp: () => void) {
    this.#waitMs = waitMs
    this.#giveUp = giveUp
  }

  /** Begins to wait, anew. */
  start(): void {
    if (this.#waitMs === 0) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#giveUp, this.#waitMs)
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  /** The same content; waits anew with every piece of it. */
  async *watch(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of content) {
      this.start()
      yield piece
    }
    this.end()
  }
}
