/** TLS of imported captures, read with the secrets of a key log: TLS 1.3 (RFC 8446) and TLS 1.2 (RFC 5246) with AEAD ciphers. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { DIRECTIONS } from '../../pdu.ts'
import { type CipherSuite, cipherSuiteOf, numbered, type Opening } from './cipher-suite.ts'
import { type DecryptedRecord, type Octets, type ReadDirection, readDirection } from './direction-reader.ts'
import { ENCRYPTED_EXTENSIONS } from './handshake.ts'
import { type ClientHello, type EncryptedExtensions, readEncryptedExtensions, type ServerHello } from './hello.ts'
import { findClientHello, findServerHello } from './hello-search.ts'
import type { KeyLog, Secrets } from './key-log.ts'
import { keyBlockKeys } from './key-schedule.ts'
import { IN_THE_CLEAR } from './protection.ts'
import { senderIn } from './sender.ts'
import { Tls12Protection } from './tls-1-2.ts'
import { Tls13Protection } from './tls-1-3.ts'

export { type DecryptedRecord, NOT_DECRYPTED } from './direction-reader.ts'
export { KeyLog } from './key-log.ts'

/** What could be read of a TLS connection. */
export interface DecryptedTls {
  /** What the server chose by ALPN, as registered there: `h2`, `http/1.1`; undefined when it chose nothing. */
  readonly protocol: string | undefined
  /** `TLS 1.3`; undefined when the two sides did not get so far. */
  readonly version: string | undefined
  /** As the registry prints it: `TLS_AES_128_GCM_SHA256`. */
  readonly cipherSuite: string | undefined
  /** The host that the client asked for (SNI). */
  readonly serverName: string | undefined
  /**
   * What both directions carried, in the order of their times; at the same time the client's first. Empty when nothing could
   * be read.
   */
  readonly records: readonly DecryptedRecord[]
  /** A sentence for each thing that could not be read, or was not. */
  readonly problems: readonly string[]
}

const TLS_1_2 = 0x0303
const TLS_1_3 = 0x0304

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0300, 'SSL 3.0'],
  [0x0301, 'TLS 1.0'],
  [0x0302, 'TLS 1.1'],
  [TLS_1_2, 'TLS 1.2'],
  [TLS_1_3, 'TLS 1.3'],
])

/**
 * Reads a TLS connection with the secrets of `keys`. Nothing throws: what cannot be read is a sentence among the problems,
 * and what was read before it stays. In time linear in the octets.
 */
export function decryptTls(streams: Octets['streams'], passages: Octets['passages'], keys: KeyLog): DecryptedTls {
  const octets = { streams, passages }
  const client = findClientHello(octets)
  const server = findServerHello(octets)
  const suite = server && cipherSuiteOf(server.cipherSuite)
  const { protocol, directions } = readConversation(octets, client, server, suite, keys)
  return {
    protocol,
    version: server && (VERSIONS.get(server.version) ?? numbered(server.version)),
    cipherSuite: suite?.name,
    serverName: client?.serverName,
    records: inOrder(directions),
    problems: directions.flatMap(({ problems }) => problems),
  }
}

interface Conversation {
  readonly protocol: string | undefined
  readonly directions: readonly ReadDirection[]
}

function readConversation(
  octets: Octets,
  client: ClientHello | undefined,
  server: ServerHello | undefined,
  suite: CipherSuite | undefined,
  keys: KeyLog,
): Conversation {
  const unread = (...problems: readonly string[]): Conversation => ({
    protocol: server?.protocol,
    directions: [{ records: [], problems }],
  })
  if (client === undefined) {
    return unread(
      'What the client sent does not begin with a TLS ClientHello, perhaps because the capture began after the connection. Which secrets are its own cannot be told, so it stays encrypted.',
    )
  }
  if (server === undefined || suite === undefined) {
    // An alert may tell why.
    const inTheClear = DIRECTIONS.map((direction) => readDirection(octets, direction, IN_THE_CLEAR))
    const problem = 'The server sent no TLS ServerHello, so there is nothing to decrypt.'
    return unread(problem, ...inTheClear.flatMap(({ problems }) => problems))
  }
  if (server.version !== TLS_1_3 && server.version !== TLS_1_2) {
    return unread(`Only TLS 1.3 and TLS 1.2 are decrypted, and this is ${VERSIONS.get(server.version) ?? 'neither'}.`)
  }
  if (suite.opening === undefined) {
    return unread(
      `The cipher suite is ${suite.name}, and only those with AES-GCM or ChaCha20-Poly1305 are decrypted, so it stays encrypted.`,
    )
  }
  if (server.isCompressed)
    return unread('What TLS carries is compressed here, which is not undone, so it stays encrypted.')
  const secrets = keys.secretsOf(client.random)
  if (secrets === undefined) {
    return unread(
      `The key log has no secrets of this TLS connection, whose client random is ${bytesToHex(client.random)}, so it stays encrypted.`,
    )
  }
  return server.version === TLS_1_3
    ? readTls13(octets, client, suite.opening, secrets)
    : readTls12(octets, client, server, suite.opening, secrets)
}

/** The server's direction goes first: it tells whether the client's early data was accepted. */
function readTls13(octets: Octets, client: ClientHello, opening: Opening, secrets: Secrets): Conversation {
  let extensions: EncryptedExtensions | undefined
  const server = readDirection(
    octets,
    'server-to-client',
    new Tls13Protection('server', opening, secrets, 'none'),
    ({ type, body }) => {
      if (type === ENCRYPTED_EXTENSIONS) extensions ??= readEncryptedExtensions(body)
    },
  )
  const earlyData = !client.offersEarlyData ? 'none' : extensions?.acceptsEarlyData ? 'accepted' : 'not-accepted'
  const clientProtection = new Tls13Protection('client', opening, secrets, earlyData)
  return {
    protocol: extensions?.protocol,
    directions: [readDirection(octets, 'client-to-server', clientProtection), server],
  }
}

function readTls12(
  octets: Octets,
  client: ClientHello,
  server: ServerHello,
  { aead, hash }: Opening,
  { CLIENT_RANDOM: masterSecret }: Secrets,
): Conversation {
  if (masterSecret === undefined) {
    return {
      protocol: server.protocol,
      directions: [
        {
          records: [],
          problems: ['The key log has no CLIENT_RANDOM for this TLS 1.2 connection, so it stays encrypted.'],
        },
      ],
    }
  }
  const randoms = { client: client.random, server: server.random }
  return {
    protocol: server.protocol,
    directions: DIRECTIONS.map((direction) => {
      const sender = senderIn(direction)
      const keys = keyBlockKeys(hash, aead, masterSecret, randoms, sender)
      return readDirection(octets, direction, new Tls12Protection(sender, aead, keys))
    }),
  }
}

/**
 * Each direction is in order by itself, and sorting keeps the order of what has the same time. Where nothing was read at all,
 * there is nothing for a gap to be behind.
 */
function inOrder(directions: readonly ReadDirection[]): readonly DecryptedRecord[] {
  const records = directions.flatMap((direction) => direction.records)
  const wasRead = records.some(({ kind }) => kind !== 'gap')
  return wasRead ? records.toSorted((one, other) => one.at - other.at) : []
}
