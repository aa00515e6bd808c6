/** What units know of their faults is what their parts say. */
import { describe, expect, test } from 'vitest'
import { faultyUnits, hasFault } from '#wire/faulty-units.ts'
import { octetsOf } from '#wire/octets.ts'
import { UnitLog } from '#wire/unit-log.ts'

const RESPONSE = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

describe('chunks and heads know their faults without building their parts', () => {
  test.each([
    ['a plain chunk', `${RESPONSE}5\r\nhello\r\n0\r\n\r\n`],
    ['a chunk with an extension', `${RESPONSE}5;a=b\r\nhello\r\n0\r\n\r\n`],
    ['a chunk with a broken extension', `${RESPONSE}5;=\r\nhello\r\n0\r\n\r\n`],
    ['a chunk whose line ends with LF alone', `${RESPONSE}5\nhello\r\n0\r\n\r\n`],
    ['a chunk whose data ends with LF alone', `${RESPONSE}5\r\nhello\n0\r\n\r\n`],
    ['a chunk whose data does not end', `${RESPONSE}5\r\nhello!0\r\n\r\n`],
    ['a chunk that is cut short', `${RESPONSE}5\r\nhel`],
    ['a last chunk with LF alone', `${RESPONSE}0\n\r\n`],
    ['a field line with whitespace before its colon', 'HTTP/1.1 200 OK\r\nDate : x\r\nContent-Length: 0\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a status-line with LF alone', 'HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n'],
  ])('%s', (_, octets) => {
    const log = new UnitLog({ id: 'run', lab: 'lab', switches: {}, startedAt: 0, server: '' })
    log.append({ kind: 'octets', connection: 1, at: 0, direction: 'server-to-client', octets: octetsOf(octets) })
    log.append({ kind: 'close', connection: 1, at: 1, how: 'closed' })
    expect([...faultyUnits(log)]).toEqual(log.units.map(({ unit }) => unit).filter(hasFault))
  })
})
