/** Records real TLS conversations: Node's client and server over loopback, with a relay between them that notes all octets. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Http2SecureServer } from 'node:http2'
import net, { type AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import tls from 'node:tls'
import { Conversation } from './conversation.ts'

export const RSA = readFileSync(`${import.meta.dirname}/worthless-rsa.pem`)
const ECDSA = readFileSync(`${import.meta.dirname}/worthless-ecdsa.pem`)

/** Both kinds of certificate, so that any cipher suite can be asked for. Their keys are public: they protect nothing. */
export const SERVER: tls.TlsOptions = { key: [RSA, ECDSA], cert: [RSA, ECDSA], dhparam: 'auto' }

/** Emits `keylog`: a server of `node:tls`, `node:https` or `node:http2`. */
export type TlsServer = tls.Server | Http2SecureServer

/** Runs `dialogue` against `server`, which gets the port to connect to, and tells what passed. */
export async function recorded(server: TlsServer, dialogue: (port: number) => Promise<void>): Promise<Conversation> {
  const conversation = new Conversation()
  server.on('keylog', (line: Buffer) => {
    conversation.keyLog += line.toString('latin1')
  })
  await using stack = new AsyncDisposableStack()
  const target = await listening(stack, server)
  const ends: Promise<unknown>[] = []
  const relay = net.createServer({ allowHalfOpen: true }, (client) => {
    const upstream = net.connect({ port: target, host: '127.0.0.1', allowHalfOpen: true })
    ends.push(handOn(client, upstream, (octets) => conversation.pass('client-to-server', octets)))
    ends.push(handOn(upstream, client, (octets) => conversation.pass('server-to-client', octets)))
  })
  await dialogue(await listening(stack, relay))
  await Promise.all(ends)
  return conversation
}

async function listening(stack: AsyncDisposableStack, server: TlsServer | net.Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.defer(async () => {
    server.close()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port
}

/** Hands octets on until `from` has closed, in whatever way. */
async function handOn(from: net.Socket, to: net.Socket, note: (octets: Uint8Array) => void): Promise<void> {
  from.on('data', (octets: Buffer) => {
    note(octets)
    to.write(octets)
  })
  from.on('end', () => to.end())
  from.on('error', () => to.destroy())
  if (!from.closed) await once(from, 'close').catch(() => undefined)
}

/** Everything that comes until its end. (`for await` would destroy the other direction with it.) */
export async function allOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  stream.on('data', (piece: Buffer) => pieces.push(piece))
  await once(stream, 'end')
  return Buffer.concat(pieces)
}

/** A client of `node:tls` that says `question` and reads to the end of the answer. */
export async function ask(port: number, question: Uint8Array, options: tls.ConnectionOptions = {}): Promise<Buffer> {
  const socket = tls.connect({
    port,
    host: '127.0.0.1',
    servername: 'example.test',
    rejectUnauthorized: false,
    ...options,
  })
  socket.end(question)
  return await allOf(socket)
}

/** A server of `node:tls` that answers with `answer` once it has the whole question. */
export function answering(answer: Uint8Array, options: tls.TlsOptions = {}): tls.Server {
  return tls.createServer({ ...SERVER, allowHalfOpen: true, ...options }, async (socket) => {
    await allOf(socket)
    socket.end(answer)
  })
}
