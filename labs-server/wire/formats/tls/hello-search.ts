/** Finds the hellos of a connection: the handshake messages that both sides send in the clear. */
import type { Direction } from '../../pdu.ts'
import type { Octets } from './direction-reader.ts'
import { CLIENT_HELLO, HandshakeReader, SERVER_HELLO } from './handshake.ts'
import { type ClientHello, readClientHello, readServerHello, type ServerHello } from './hello.ts'
import { APPLICATION_DATA, HANDSHAKE, RecordReader } from './record.ts'
import { senderIn } from './sender.ts'

/** The first ClientHello: one behind a HelloRetryRequest has the same random, and offers no early data any more. */
export function findClientHello(octets: Octets): ClientHello | undefined {
  return find(octets, 'client-to-server', CLIENT_HELLO, readClientHello)
}

/** The ServerHello that agrees: not a HelloRetryRequest. */
export function findServerHello(octets: Octets): ServerHello | undefined {
  return find(octets, 'server-to-client', SERVER_HELLO, (body) => {
    const hello = readServerHello(body)
    return hello?.isRetry ? undefined : hello
  })
}

function find<Hello>(
  { streams, passages }: Octets,
  direction: Direction,
  type: number,
  read: (body: Uint8Array) => Hello | undefined,
): Hello | undefined {
  const reader = new RecordReader(streams[direction].octets, passages[direction], senderIn(direction))
  const messages = new HandshakeReader()
  for (let record = reader.next(); record !== undefined; record = reader.next()) {
    if (record.type === APPLICATION_DATA) return undefined
    if (record.type !== HANDSHAKE) continue
    for (const message of messages.read(record.fragment)) {
      const hello = message.type === type ? read(message.body) : undefined
      if (hello !== undefined) return hello
    }
  }
  return undefined
}
