/** Key logs, RFC 9850: what is taken from a line, and what is passed over. */
import { describe, expect, test } from 'vitest'
import { KeyLog } from '#wire/formats/tls/index.ts'

const RANDOM = 'cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7'
const SECRET = 'b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21'
const MASTER = '01'.repeat(48)

const random = Buffer.from(RANDOM, 'hex')

describe('a key log', () => {
  test('gives the secrets of a client random, by their labels', () => {
    const log = new KeyLog(`CLIENT_RANDOM ${RANDOM} ${MASTER}\nSERVER_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET}\n`)
    expect(log.size).toBe(1)
    expect(log.secretsOf(random)).toEqual({
      CLIENT_RANDOM: new Uint8Array(48).fill(1),
      SERVER_TRAFFIC_SECRET_0: new Uint8Array(Buffer.from(SECRET, 'hex')),
    })
    expect(log.secretsOf(new Uint8Array(32))).toBeUndefined()
  })

  test.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ])('has lines that end with %s', (_, end) => {
    const log = new KeyLog(
      ['# a comment', '', `CLIENT_RANDOM ${RANDOM} ${MASTER}`, `CLIENT_RANDOM ${'00'.repeat(32)} ${MASTER}`].join(end),
    )
    expect(log.size).toBe(2)
  })

  test('may come in several pieces, and in capitals', () => {
    const log = new KeyLog(`CLIENT_TRAFFIC_SECRET_0 ${RANDOM.toUpperCase()} ${SECRET.toUpperCase()}`)
    log.add(`SERVER_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET}`)
    expect(Object.keys(log.secretsOf(random) ?? {})).toEqual(['CLIENT_TRAFFIC_SECRET_0', 'SERVER_TRAFFIC_SECRET_0'])
  })

  test.each([
    ['a label that is not used here', `EXPORTER_SECRET ${RANDOM} ${SECRET}`],
    ['a label that nobody knows', `__proto__ ${RANDOM} ${SECRET}`],
    ['a comment', `#CLIENT_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET}`],
    ['a random that is too short', `CLIENT_TRAFFIC_SECRET_0 ${RANDOM.slice(2)} ${SECRET}`],
    ['a secret that is too short', `CLIENT_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET.slice(2)}`],
    ['digits that are none', `CLIENT_TRAFFIC_SECRET_0 ${RANDOM} ${SECRET.replace('b', 'g')}`],
    ['two spaces', `CLIENT_TRAFFIC_SECRET_0  ${RANDOM} ${SECRET}`],
    ['the form of NSS before it logged randoms', `RSA 0123456789abcdef ${MASTER}`],
  ])('passes over %s', (_, line) => {
    expect(new KeyLog(line).size).toBe(0)
  })
})
