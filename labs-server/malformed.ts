/**
 * What becomes of octets that are no HTTP/1.1 request: an answer in its place among the others, and then the end of the
 * connection (RFC 9112 sections 2.2, 9.3.2 and 9.6).
 */
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { LabError, type LabErrorCode } from '#labs/lab-error.ts'
import { problemMessage } from './problem.ts'
import type { Exchange } from './sessions/lab-connection.ts'

/** What `clientError` brings: Node's code, and the parser's own words. */
type ClientError = Error & { readonly code?: string; readonly reason?: string }

/** What Node's parser and time-outs say, in a reader's terms. `reason` is the parser's own words. */
const CLIENT_ERRORS: Readonly<Record<string, { code: LabErrorCode; sentence: string }>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'LAB_FIELDS_TOO_LARGE',
    sentence: 'The request line and field lines together are larger than this server takes.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    code: 'LAB_TOO_LARGE',
    sentence: 'The chunk extensions together are larger than this server takes.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'LAB_TIMEOUT',
    sentence: 'The request did not arrive in the time this server waits for one.',
  },
}

/** `exchangesOf` are the exchanges under way on a socket, and the latest that was; in the order of their requests. */
export function answerMalformed(
  server: Server,
  exchangesOf: (socket: Duplex) => readonly Exchange[],
  lingerMs: number,
): void {
  const faulty = new WeakSet<Duplex>()
  server.on('clientError', (error: ClientError, socket) => {
    if (faulty.has(socket)) return // The parser says it again for every further read.
    faulty.add(socket)

    const exchanges = exchangesOf(socket)
    const latest = exchanges.at(-1)
    // The fault is in the content of the latest request, or else in what should have been the next one.
    const inContent = latest !== undefined && !latest.request.complete
    const answered = inContent && latest.response.headersSent
    const answer = () => endWith(answered ? '' : problemOfClient(error), socket, lingerMs)

    // Answers come in the order of the requests: this one waits for those before it.
    const before = exchanges.slice(0, inContent && !answered ? -1 : undefined).at(-1)?.response
    if (before === undefined || before.closed) answer()
    else before.once('close', answer)
  })
}

/** Answers a client that has said nothing for too long, as Node answers one that has not said enough. */
export function answerSilence(socket: Duplex, lingerMs: number): void {
  socket.resume()
  endWith(problemOfClient(Object.assign(new Error(), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })), socket, lingerMs)
}

/** Says that no more will come, and reads on for a while: closing with octets unread would reset the connection. */
function endWith(octets: string, socket: Duplex, lingerMs: number): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  socket.end(octets)
  const linger = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(linger))
}

function problemOfClient(error: ClientError): string {
  const known = CLIENT_ERRORS[error.code ?? '']
  return problemMessage(
    known
      ? new LabError(known.code, known.sentence)
      : new LabError('LAB_BAD_REQUEST', `This is not an HTTP/1.1 request: ${error.reason ?? 'it was cut short'}.`),
  )
}
