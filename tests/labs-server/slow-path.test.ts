/** The emulated path: as slow as its bandwidth, in order, bounded; and gone when it has been idle. */
import type { RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { type PathServer, pathServer } from './path-server.ts'
import { get, RawClient } from './raw-client.ts'

/** 56 kbit/s. */
const OCTETS_PER_SECOND = 7000
const LENGTH = 3500

/** Numbered, so that a wrong order shows. */
const CONTENT = Array.from({ length: LENGTH / 5 }, (_, index) => String(index).padStart(5)).join('')

type Octets = Extract<TraceRecord, { kind: 'octets' }>

function passed({ records }: PathServer, direction: Direction): readonly Octets[] {
  return records.filter((record): record is Octets => record.kind === 'octets' && record.direction === direction)
}

/** How long the content took from server to client, and what came. */
async function download(octetsPerSecond: number, answer: RequestListener = (_, response) => response.end(CONTENT)) {
  await using server = await pathServer({ octetsPerSecond }, answer)
  using client = await RawClient.connect(server.port)
  const startedAt = performance.now()
  client.write(get('/'))
  await client.until((text) => text.includes(CONTENT.slice(-5)))
  return { text: client.text, tookMs: performance.now() - startedAt, passed: passed(server, 'server-to-client') }
}

describe('a path with a bandwidth', () => {
  test('takes as long as the octets need on the line, and brings them in order, piece by piece', async () => {
    const slow = await download(OCTETS_PER_SECOND)
    const fast = await download(0)
    expect(slow.text.endsWith(CONTENT)).toBe(true)
    expect(fast.text.endsWith(CONTENT)).toBe(true)
    expect(slow.tookMs).toBeGreaterThanOrEqual((LENGTH / OCTETS_PER_SECOND) * 1000)
    expect(slow.tookMs).toBeGreaterThan(fast.tookMs)

    expect(slow.passed.length).toBeGreaterThan(2)
    expect(fast.passed.length).toBe(1)
    for (const { octets, heldMs } of slow.passed) {
      expect(octets.length).toBeLessThanOrEqual(1460)
      expect(heldMs).toBeGreaterThan(0)
    }
    expect(fast.passed[0]?.heldMs).toBeUndefined()
  })

  test('keeps the lengths of what was written together in the pieces it makes of it', async () => {
    const { passed } = await download(OCTETS_PER_SECOND, (_, response) => {
      response.write(CONTENT)
      response.end()
    })
    for (const { octets, pieces } of passed) {
      if (pieces) expect(pieces.reduce((sum, length) => sum + length)).toBe(octets.length)
    }
    // The head, the size of the chunk, and the beginning of its data.
    expect(passed[0]?.pieces?.length).toBeGreaterThan(1)
  })

  test('takes as long in the other direction', async () => {
    const { promise: arrived, resolve } = Promise.withResolvers<number>()
    await using server = await pathServer({ octetsPerSecond: OCTETS_PER_SECOND }, (request, response) => {
      request.resume().on('end', () => {
        resolve(performance.now())
        response.end()
      })
    })
    using client = await RawClient.connect(server.port)
    const startedAt = performance.now()
    client.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${LENGTH}\r\n\r\n${CONTENT}`)
    expect((await arrived) - startedAt).toBeGreaterThanOrEqual((LENGTH / OCTETS_PER_SECOND) * 1000)
    // Seen at once, and then held: the note says for how long.
    expect(passed(server, 'client-to-server').at(-1)?.heldMs).toBeGreaterThanOrEqual(400)
  })

  test('lets its writer wait when it holds as much as it may', async () => {
    const { promise: stopped, resolve: stop } = Promise.withResolvers<number>()
    await using server = await pathServer(
      { octetsPerSecond: OCTETS_PER_SECOND },
      (_, response) => {
        let written = 0
        // Each write is made when the one before is taken; none is beyond what is held and one more.
        const more = () => {
          written += 10_000
          if (response.write('x'.repeat(10_000))) setImmediate(more)
          else stop(written)
        }
        more()
      },
      { maxHeldOctets: 50_000 },
    )
    using client = await RawClient.connect(server.port)
    client.write(get('/'))
    expect(await stopped).toBeLessThan(200_000)
  })
})

describe('a path with an idle time-out', () => {
  const idleTimeoutMs = 100

  test('breaks off a connection on which nothing has passed for so long, and says that it was the path', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    await using server = await pathServer({ idleTimeoutMs }, (_, response) => {
      response.write('the only piece')
      response.on('close', resolve)
    })
    using client = await RawClient.connect(server.port)
    client.write(get('/'))
    expect(await client.untilClosed()).toBe('reset')
    await gone // The server is told as well: it need not write to find out.
    expect(server.records.at(-1)).toMatchObject({ kind: 'close', how: 'reset', by: 'path' })
    const [last, close] = server.records.slice(-2)
    expect((close?.at ?? 0) - (last?.at ?? 0)).toBeGreaterThanOrEqual(idleTimeoutMs - 1)
  })

  test('lets a connection live on which something passes more often', async () => {
    await using server = await pathServer({ idleTimeoutMs: 600 }, (_, response) => {
      let beats = 0
      const beat = setInterval(() => {
        beats += 1
        response.write('beat ')
        if (beats < 8) return
        clearInterval(beat)
        response.end('done')
      }, 100)
    })
    using client = await RawClient.connect(server.port)
    client.write(get('/', 'Connection: close\r\n'))
    expect(await client.untilEnd()).toContain('done')
    expect(server.records.some((record) => 'by' in record)).toBe(false)
  })
})
