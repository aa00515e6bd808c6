/** Time and size stay in bounds, whatever a peer does. */
import { describe, expect, test, vi } from 'vitest'
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import { MAX_LINE_OCTETS, MAX_SECTION_OCTETS } from '#wire/dissectors/http1/line.ts'
import { OctetStream, octetsOf } from '#wire/octets.ts'
import type { Pdu } from '#wire/pdu.ts'
import { dissect, octetByOctet } from './dissection.ts'
import type { Passage } from './octet-page.ts'

// Slow machines get time; a quadratic search would still not end within it.
vi.setConfig({ testTimeout: 60_000 })

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

function fromClient(text: string): Passage {
  return { direction: 'client-to-server', octets: octetsOf(text) }
}

function fromServer(text: string): Passage {
  return { direction: 'server-to-client', octets: octetsOf(text) }
}

function told(units: readonly Pdu[]) {
  return units.map(({ name, ranges, complete, fault }) => [
    name,
    ranges[0]?.start,
    ranges[0]?.end,
    complete,
    fault?.code,
  ])
}

describe('a line', () => {
  test.each([
    ['of MAX_LINE_OCTETS is read', MAX_LINE_OCTETS, 'request', undefined],
    ['longer than MAX_LINE_OCTETS is not', MAX_LINE_OCTETS + 1, 'unreadable', 'line-too-long'],
  ])('%s', (_, length, name, code) => {
    const [before, after] = ['GET /', ' HTTP/1.0\r\n']
    const line = before + 'x'.repeat(length - before.length - after.length) + after
    const [unit] = dissect([fromClient(`${line}\r\n`)]).units['client-to-server']
    expect([unit?.name, unit?.fault?.code]).toEqual([name, code])
  })

  test('that is too long leaves what stands before it readable', () => {
    const start = 'GET / HTTP/1.1\r\nHost: a\r\n'
    const line = `X: ${'x'.repeat(MAX_LINE_OCTETS)}\r\n`
    const { units } = dissect([fromClient(`${start}${line}\r\n`)])
    expect(told(units['client-to-server'])).toEqual([
      ['request', 0, start.length, false, 'line-too-long'],
      ['unreadable', start.length, start.length + line.length + 2, true, 'line-too-long'],
    ])
  })

  test('of a chunk is bounded too', () => {
    const { units } = dissect([fromServer(`${CHUNKED}5;${'x'.repeat(MAX_LINE_OCTETS)}\r\nhello\r\n0\r\n\r\n`)])
    expect(units['server-to-client'].map(({ name, fault }) => [name, fault?.code])).toEqual([
      ['response', undefined],
      ['unreadable', 'line-too-long'],
    ])
  })

  test('of 1 MiB is searched once, though it comes octet by octet', () => {
    const units = dissect(octetByOctet([fromClient('x'.repeat(1 << 20))])).units['client-to-server']
    expect(told(units)).toEqual([['unreadable', 0, 1 << 20, true, 'line-too-long']])
  })
})

describe('a section', () => {
  const line = `X: ${'x'.repeat(1000)}\r\n`
  const tooMany = line.repeat(Math.ceil(MAX_SECTION_OCTETS / line.length) + 1)

  test('longer than MAX_SECTION_OCTETS is not read to its end', () => {
    const units = dissect([fromClient(`GET / HTTP/1.1\r\n${tooMany}\r\n`)]).units['client-to-server']
    expect(units.map(({ name, complete, fault }) => [name, complete, fault?.code])).toEqual([
      ['request', false, 'section-too-long'],
      ['unreadable', true, 'section-too-long'],
    ])
  })

  test('of trailers is bounded too', () => {
    const units = dissect([fromServer(`${CHUNKED}0\r\n${tooMany}\r\n`)]).units['server-to-client']
    expect(units.map(({ name, complete, fault }) => [name, complete, fault?.code])).toEqual([
      ['response', true, undefined],
      ['last-chunk', true, undefined],
      ['trailer-section', false, 'section-too-long'],
      ['unreadable', true, 'section-too-long'],
    ])
  })
})

test('a server that switches to HTTP/1.1 ten thousand times is followed without recursion', () => {
  const switching = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: HTTP/1.1\r\nConnection: upgrade\r\n\r\n'
  const units = dissect([fromServer(switching.repeat(10_000))]).units['server-to-client']
  expect(units).toHaveLength(10_000)
})

test('a client that asks for another protocol ten thousand times is followed without recursion', () => {
  const asking = 'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'
  const units = dissect([fromClient(asking.repeat(10_000))]).units['client-to-server']
  expect(units).toHaveLength(10_000)
})

test('a quoted-string that never ends is read in linear time', () => {
  const value = '",'.repeat(30_000)
  const { units } = dissect([fromServer(`HTTP/1.1 200 OK\r\nTransfer-Encoding: ${value}\r\n\r\n`)])
  expect(units['server-to-client'][0]?.complete).toBe(true)
})

test('a complete unit never changes, however many octets come after it', () => {
  const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  const connection = new ConnectionDissector(streams)
  streams['client-to-server'].append(octetsOf('GET /one HTTP/1.1\r\nHost: a\r\n\r\n'))
  const [unit] = connection.advance('client-to-server')
  const before = JSON.stringify([unit?.value, unit?.parts])
  streams['client-to-server'].append(octetsOf('x'.repeat(1 << 20)))
  connection.advance('client-to-server')
  expect(JSON.stringify([unit?.value, unit?.parts])).toBe(before)
})
