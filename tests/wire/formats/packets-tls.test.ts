/** TLS in captures: plaintext where the file holds the keys, and the octets as they passed where it does not. */
import http2 from 'node:http2'
import { expect, test } from 'vitest'
import { readPcapng } from '#wire/formats/pcapng/index.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { encryptedFile, encryptedRecords } from './encrypted-file.ts'
import { type Conversation, dataOf } from './tls/conversation.ts'
import { allOf, answering, ask, recorded, SERVER } from './tls/recorded.ts'

const QUESTION = Buffer.from('GET / HTTP/1.1\r\nHost: example.test\r\n\r\n')
const ANSWER = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')

function asked(): Promise<Conversation> {
  return recorded(answering(ANSWER), async (port) => {
    await ask(port, QUESTION)
  })
}

test('the plaintext takes the place of the octets, and the connection is what it says', async () => {
  const { records, problems } = readPcapng(encryptedFile(await asked()))
  expect(problems).toEqual([])
  expect(records.map(({ kind }) => kind)).toEqual(['open', 'octets', 'end', 'octets', 'end', 'close'])
  expect(records[0]).toEqual({
    kind: 'open',
    connection: 1,
    at: 0,
    client: '192.0.2.7:50000',
    server: '198.51.100.9:443',
    tls: 'TLS 1.3',
  })
  const [question, answer] = records.flatMap((record) => (record.kind === 'octets' ? [record.octets] : []))
  expect(Buffer.from(question as Uint8Array)).toEqual(QUESTION)
  expect(Buffer.from(answer as Uint8Array)).toEqual(ANSWER)
})

test('what ALPN agreed on is what the connection starts with', async () => {
  const server = http2.createSecureServer(SERVER).on('stream', (stream: http2.ServerHttp2Stream) => {
    stream.respond({ ':status': 200 })
    stream.end('hello')
  })
  const conversation = await recorded(server, async (port) => {
    const client = http2.connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
    await allOf(client.request({ ':path': '/' }))
    client.close()
  })
  const { records, problems, run } = readPcapng(encryptedFile(conversation))
  expect(problems).toEqual([])
  expect(records[0]).toMatchObject({ kind: 'open', protocol: 'http2' })
  const log = new UnitLog(run)
  for (const record of records) log.append(record)
  const [connection] = log.trace.connections
  for (const direction of DIRECTIONS) {
    const plaintext = dataOf(conversation.decrypted(), direction)
    expect(Buffer.from(connection?.streams[direction].octets ?? []).equals(plaintext)).toBe(true)
  }
})

test('without the keys of a connection its octets stay as they passed, with a sentence', async () => {
  const conversation = await asked()
  const octets = (records: readonly { readonly kind: string }[]) => records.filter(({ kind }) => kind === 'octets')
  const without = readPcapng(encryptedFile(conversation, ''))
  expect(octets(without.records)).toEqual(octets(encryptedRecords(conversation)))
  expect(without.problems).toEqual([
    'Connection 1 is TLS, and the file holds no keys: its octets are shown as they passed.',
  ])
  const ofAnother = readPcapng(encryptedFile(conversation, (await asked()).keyLog))
  expect(octets(ofAnother.records)).toEqual(octets(encryptedRecords(conversation)))
  expect(ofAnother.problems).toEqual([expect.stringMatching(/^Connection 1: The key log has no secrets of this TLS/)])
})
