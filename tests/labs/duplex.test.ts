/** Duplex in one connection: an answer before the request has ended, and the verdict that reads it from the octets. */
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { contentExchanges, overlapOf } from '#labs/duplex/overlap.ts'
import { judge } from '#labs/duplex/verdict.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { chunk, LAST_CHUNK, NO_CONTENT, OctetTrace, post } from '../content/octet-trace.ts'
import { recorded } from '../content/recorded.ts'
import { labUrl, newSession, portOf, runningServer, startRun } from '../labs-server/running-server.ts'
import { ViewingPage } from '../labs-server/viewing-page.ts'

const ASK = 'POST /s/SESSION/duplex/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n'
const ANSWER = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

const answers = (trace: OctetTrace) => judge(trace.evidence('duplex')).map(({ answer }) => answer)

describe('the verdict', () => {
  test('yes to everything when content goes both ways at one time in one exchange', () => {
    const trace = new OctetTrace()
      .up(1, 0, ASK + chunk('one'))
      .down(1, 10, ANSWER + chunk('one'))
      .up(1, 200, chunk('two'))
      .down(1, 201, chunk('two'))
      .up(1, 210, LAST_CHUNK)
      .down(1, 211, LAST_CHUNK)
    expect(answers(trace)).toEqual(['Yes.', 'Yes.', 'Yes, by 190.0 ms.'])
  })

  test('no overlap when the answer waits for the end of the request', () => {
    const trace = new OctetTrace()
      .up(1, 0, ASK + chunk('one'))
      .up(1, 200, chunk('two') + LAST_CHUNK)
      .down(1, 230, ANSWER + chunk('one') + chunk('two') + LAST_CHUNK)
    expect(answers(trace)).toEqual(['Yes.', 'Yes.', 'No: it came 30.0 ms after.'])
  })

  test('no to one connection and one exchange when a back channel carries what goes up', () => {
    const trace = new OctetTrace()
      .up(1, 0, 'GET /s/SESSION/duplex/fetch-stream/ HTTP/1.1\r\nHost: localhost\r\n\r\n')
      .down(1, 1, ANSWER)
      .up(2, 10, post('duplex/post/', 'one'))
      .down(2, 11, NO_CONTENT)
      .down(1, 12, chunk('one'))
      .up(2, 100, post('duplex/post/', 'two'))
      .down(1, 101, chunk('two'))
    expect(answers(trace).slice(0, 2)).toEqual([
      'No: 2 connections carried content.',
      'No: content went over 3 exchanges.',
    ])
  })

  test('says when the script could read, which is not when the octets came', () => {
    const trace = new OctetTrace()
      .up(1, 0, ASK + chunk('one'))
      .down(1, 1, ANSWER + chunk('one'))
      .up(1, 100, chunk('two') + LAST_CHUNK)
      .saw('enqueue()', 0)
      .saw('enqueue()', 100)
      .saw('read()', 130)
    expect(answers(trace).slice(2)).toEqual(['Yes, by 99.0 ms.', 'No: 30.0 ms after it.'])
  })

  test('counts a WebSocket in a stream of HTTP/2 as one exchange, and its last octet as that of its last data', () => {
    const evidence = recorded('duplex/h2-web-socket')
    const [{ up, down } = {}, ...others] = contentExchanges(evidence.log)
    expect(others).toEqual([])
    expect([up?.last.unit.name, down?.first.unit.name]).toEqual(['frame', 'frame'])
  })

  test('leaves out what is asked on the same connection of something that is no lab', () => {
    const evidence = recorded('duplex/upload')
    expect(overlapOf(evidence.log)).toMatchObject({ connections: 1, exchanges: 1 })
    for (const record of askedForTrust(3000)) evidence.log.append(record)
    expect(evidence.log.units.findLast(({ unit }) => unit.name === 'DATA')?.unit.stream).toBe(101)
    expect(overlapOf(evidence.log)).toMatchObject({ connections: 1, exchanges: 1 })
  })

  test('says nothing of an empty run', () => {
    expect(answers(new OctetTrace())).toEqual([])
  })
})

describe('the server', () => {
  test('answers each piece before the next is there', async () => {
    await using server = await runningServer()
    const path = new URL('echo', labUrl(server, newSession(), 'duplex')).pathname
    const socket = connect(portOf(server.urls.labs), '127.0.0.1')
    const heard = reading(socket)
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk('one\n')}`)
    await heard('you said one')
    socket.write(chunk('two\n'))
    await heard('you said two')
    socket.write(LAST_CHUNK)
    await heard('that was all')
    socket.destroy()
  })

  test('becomes the client itself, and is duplex in one exchange', async () => {
    await using server = await runningServer()
    const session = newSession()
    await startRun(server, session, 'duplex', { pieces: 3, interval: 50 })
    using page = await ViewingPage.watching(server, session, { lab: 'duplex' })
    const { status } = await fetch(new URL('node', labUrl(server, session, 'duplex')), { method: 'POST' })
    expect(status).toBe(204)
    await page.until(() => page.text(2, 'server-to-client').includes('that was all'))
    expect(page.text(2, 'client-to-server')).toContain('piece 3')
    const trace = new OctetTrace()
    for (const record of page.records) if (record.connection === 2) trace.record(record)
    const [connection, exchange, overlap] = answers(trace)
    expect([connection, exchange]).toEqual(['Yes.', 'Yes.'])
    expect(overlap).toMatch(/^Yes, by \d+\.\d ms\.$/)
  })
})

/** `GET /trust` and its answer in stream 101 of connection 1: HEADERS, then HEADERS and DATA (RFC 9113 sections 6.2 and 6.1). */
function askedForTrust(at: number): readonly TraceRecord[] {
  const record = (direction: Direction, text: string): TraceRecord => ({
    kind: 'octets',
    connection: 1,
    at,
    direction,
    octets: octetsOf(text),
  })
  return [
    record('client-to-server', '\0\0\x0a\x01\x05\0\0\0\x65\x82\x87\x04\x06/trust'),
    record('server-to-client', '\0\0\x01\x01\x04\0\0\0\x65\x88\0\0\x02\0\x01\0\0\0\x65{}'),
  ]
}

/** Resolves each time the words have come. */
function reading(socket: ReturnType<typeof connect>) {
  let text = ''
  const waiting = new Set<() => void>()
  socket.on('data', (octets) => {
    text += octets.toString('latin1')
    for (const look of waiting) look()
  })
  return (words: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!text.includes(words)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
}
