/** Hands connections that ask to leave HTTP (RFC 9110 section 7.8) to another server of this machine, request and all. */
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'

/** A listener for a server's `upgrade`: whatever comes goes to `port`, and what comes back from there goes to the client. */
export function tunnelTo(port: number) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const there = connect(port, 'localhost')
    there.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.on('error', () => there.destroy()).on('close', () => there.destroy())
    there.write(`${requestOf(request)}\r\n\r\n`)
    there.write(head)
    socket.pipe(there).pipe(socket)
  }
}

/** The request line and field lines as they came. */
function requestOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, place) => (place % 2 === 0 ? [`${name}: ${rawHeaders[place + 1]}`] : []))
  return [`${method} ${url} HTTP/${httpVersion}`, ...lines].join('\r\n')
}
