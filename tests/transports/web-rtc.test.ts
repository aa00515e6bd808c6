/** Two peers in one page: the task goes on between them, and nothing but their signals crosses the labs. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LabsServer } from '#labs-server/labs-server.ts'
import { LIMITS } from '#labs-server/limits.ts'
import { Pieces, piecesOf } from '#transports/web-rtc/pieces.ts'
import { labUrl, newSession, runningServer, startRun } from '../labs-server/running-server.ts'
import { ViewingPage } from '../labs-server/viewing-page.ts'
import { BrowserPage } from './browser-page.ts'

let server: LabsServer
beforeAll(async () => {
  server = await runningServer()
})
afterAll(() => server.close())

describe('in a browser', () => {
  let browser: BrowserPage
  beforeAll(async () => {
    browser = await BrowserPage.open()
  })
  afterAll(() => browser[Symbol.asyncDispose]())

  const SWITCHES = { down: 'web-rtc', up: 'web-rtc', messagesDown: 3, messagesUp: 3, interval: 10 }

  test.each(['fetch-stream', 'web-socket'])('does the whole task, signalling over %s', async (signalling) => {
    const { script, failed } = await browser.runBench(server, { ...SWITCHES, signalling })
    expect(failed).toBeUndefined()
    const counted = (wanted: string) => script.filter(({ what }) => what === wanted).length
    expect([counted('message down'), counted('message up'), counted('report')]).toEqual([3, 3, 1])
  })

  test('leaves the signals on the wire, and no message', async () => {
    using page = await ViewingPage.watching(server, browser.session, { lab: 'bench' })
    await browser.runBench(server, SWITCHES)
    const octets = () =>
      page.trace.connections
        .flatMap(({ id }) => [page.text(id, 'client-to-server'), page.text(id, 'server-to-client')])
        .join()
    await page.until(() => octets().includes('"type\\":\\"answer'))
    expect(octets()).toContain('"type":"offer"')
    expect(octets()).not.toContain('sent at')
  })

  test('tells what both ends report, at the beginning and at the end', async () => {
    const { script } = await browser.runBench(server, SWITCHES)
    const reports = script.filter(({ what }) => what.startsWith('getStats()'))
    expect(reports.map(({ what }) => what)).toEqual([
      'getStats() at the reader’s end',
      'getStats() at the other end',
      'getStats() at the reader’s end',
      'getStats() at the other end',
    ])
    // Three messages of 60 octets, each in a piece with one octet more.
    expect(reports[2]?.detail).toMatch(
      /^From host udp .* 3 pieces with 183 octets were sent, and 4 with \d+ received; encrypted, \d{3,}/,
    )
  })

  test('carries messages of every length, in order', async () => {
    const lengths = [0, 1, 16_383, 16_384, 1_000_000, 5]
    expect(await browser.exchange(server, 'web-rtc', lengths)).toEqual({ came: lengths, intact: true })
  })

  test('is no way for one direction alone', async () => {
    const { failed } = await browser.runBench(server, { ...SWITCHES, up: 'post' })
    expect(failed).toMatch(/^Error: WebRTC data channel goes both ways or not at all: .*\.$/)
  })

  test('says in a sentence that a browser has no WebRTC', async () => {
    const hidden = await browser.page.evaluateHandle(() => {
      const { RTCPeerConnection } = globalThis
      Reflect.deleteProperty(globalThis, 'RTCPeerConnection')
      return { RTCPeerConnection }
    })
    const { failed } = await browser.runBench(server, SWITCHES)
    expect(failed).toBe('Error: This browser has no WebRTC, or it is switched off.')
    await hidden.evaluate((again) => Object.assign(globalThis, again))
  })
})

describe('the signals', () => {
  /** What has come down to a peer, until the words have. */
  async function heard(session: string, peer: string, words: string): Promise<string> {
    const stop = new AbortController()
    const url = new URL(`web-rtc/c1/${peer}/fetch-stream/`, labUrl(server, session, 'bench'))
    const response = await fetch(url, { signal: stop.signal })
    const decoder = new TextDecoder()
    let text = ''
    for await (const octets of response.body ?? []) {
      text += decoder.decode(octets, { stream: true })
      if (text.includes(words)) break
    }
    stop.abort()
    return text.trimStart()
  }

  const signal = (session: string, peer: string, body: string, number = 1) =>
    fetch(new URL(`web-rtc/c1/${peer}/post/?number=${number}`, labUrl(server, session, 'bench')), {
      method: 'POST',
      body,
    })

  test('of one peer come down to both, and to no other session', async () => {
    const [session, another] = [newSession(), newSession()]
    await startRun(server, session, 'bench')
    await startRun(server, another, 'bench')
    expect((await signal(session, 'reader', 'an offer')).status).toBe(204)
    expect((await signal(session, 'other', 'an answer')).status).toBe(204)
    await signal(another, 'reader', 'of somebody else')
    expect(await heard(session, 'other', 'an answer')).toBe('1 "an offer"\n2 "an answer"\n')
    expect(await heard(session, 'reader', 'an answer')).toBe('1 "an offer"\n2 "an answer"\n')
  })

  test('are of two peers only', async () => {
    expect((await signal(newSession(), 'third', 'hello')).status).toBe(404)
  })

  test('are kept no further than their limit', async () => {
    const session = newSession()
    await startRun(server, session, 'bench')
    const large = '.'.repeat(LIMITS.maxSignalOctets / 2)
    for (const [number, body] of [large, large, 'one too many'].entries())
      await signal(session, 'reader', body, number + 1)
    expect(await heard(session, 'other', '2 "')).not.toContain('one too many')
  })
})

describe('pieces', () => {
  test.each([0, 1, 16_383, 16_384, 100_000])('put %d octets together again', (length) => {
    const messages: Uint8Array[] = []
    const pieces = new Pieces((message) => messages.push(message))
    const message = Uint8Array.from({ length }, (_, at) => at % 251)
    for (let twice = 0; twice < 2; twice++) for (const piece of piecesOf(message)) pieces.take(piece)
    expect(messages.map((each) => each.toBase64())).toEqual([message.toBase64(), message.toBase64()])
  })

  test('have at most 16 KiB', () => {
    expect([...piecesOf(new Uint8Array(40_000))].map((piece) => piece.length)).toEqual([16_384, 16_384, 7235])
  })

  test('refuse a message without end', () => {
    const pieces = new Pieces(() => {})
    const endless = new Uint8Array(16_384).fill(1)
    expect(() => {
      for (let many = 0; many < 200; many++) pieces.take(endless)
    }).toThrow(RangeError)
  })
})
