/** WebSocket through a middlebox: the request to upgrade is passed on, and after a 101 every octet as it comes. */
import { type IncomingMessage, request as requestOf } from 'node:http'
import type { Duplex } from 'node:stream'
import { LabError } from '#labs/lab-error.ts'
import { problemMessage } from '../problem.ts'
import { endToEnd, type Fields, withVia } from './fields.ts'
import type { NextHop } from './forward.ts'
import type { Manner } from './manner.ts'

/** Passes on a request to upgrade; `head` is what came behind it. */
export function forwardUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Uint8Array,
  { port }: NextHop,
  { patienceMs }: Manner,
): void {
  const fields = withVia(endToEnd(request.rawHeaders), request.httpVersion)
  const onward = requestOf({
    host: '127.0.0.1',
    port,
    agent: false, // A connection that leaves HTTP is of no use to later requests.
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: [...fields, 'Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? ''] as never,
  })
  socket.on('close', () => onward.destroy())
  socket.on('error', () => onward.destroy())
  onward.on('error', () => {
    socket.end(problemMessage(new LabError('LAB_BAD_GATEWAY', 'The middlebox could not reach the labs.')))
  })
  onward.on('upgrade', (answer, server, first) => {
    const { upgrade = '' } = answer.headers
    socket.write(headOf(answer, ['Connection', 'Upgrade', 'Upgrade', upgrade]))
    if (first.length > 0) socket.write(first)
    if (head.length > 0) server.write(head)
    if (patienceMs > 0) server.setTimeout(patienceMs, () => server.destroy())
    join(socket, server)
  })
  onward.on('response', (answer) => {
    socket.write(headOf(answer, ['Connection', 'close']))
    answer.on('error', () => socket.destroy())
    answer.pipe(socket)
  })
  onward.end()
}

/** Both ways, until either side is gone. */
export function join(one: Duplex, other: Duplex): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    from.pipe(to)
  }
}

/** A response's head without the framing of its content: it ends with the connection. */
function headOf(answer: IncomingMessage, more: Fields): string {
  const fields = [...withVia(endToEnd(answer.rawHeaders), answer.httpVersion), ...more]
  const lines = fields.flatMap((name, place) => (place % 2 === 0 ? [`${name}: ${fields[place + 1]}`] : []))
  return [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, ...lines, '', ''].join('\r\n')
}
