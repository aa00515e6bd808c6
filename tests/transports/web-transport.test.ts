/** WebTransport, served by Deno: the task in a real browser, and the life of the process that serves it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { LabsServer } from '#labs-server/labs-server.ts'
import { LIMITS } from '#labs-server/limits.ts'
import { ChildSession } from '#transports/web-transport/child-session.ts'
import { DenoChild, denoPath } from '#transports/web-transport/deno-child.ts'
import { DenoService } from '#transports/web-transport/deno-service.ts'
import { PrefixedMessages, prefixed } from '#transports/web-transport/length-prefixed.ts'
import { Lines, type ToChild } from '#transports/web-transport/lines.ts'
import { labUrl, newSession, runningServer, startRun } from '../labs-server/running-server.ts'
import { ViewingPage } from '../labs-server/viewing-page.ts'
import { BrowserPage } from './browser-page.ts'
import { hasDeno } from './has-deno.ts'

const ended = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

describe.runIf(hasDeno)('in a browser', () => {
  let server: LabsServer
  let browser: BrowserPage
  beforeAll(async () => {
    server = await runningServer()
    browser = await BrowserPage.open()
  }, 30_000)
  afterAll(async () => {
    await browser[Symbol.asyncDispose]()
    await server.close()
  })

  const SWITCHES = { down: 'web-transport', up: 'web-transport', messagesDown: 3, messagesUp: 3, interval: 10 }

  test('does the whole task on a stream', async () => {
    const { script, failed } = await browser.runBench(server, SWITCHES)
    expect(failed).toBeUndefined()
    const counted = (wanted: string) => script.filter(({ what }) => what === wanted).length
    expect([counted('message down'), counted('message up'), counted('report')]).toEqual([3, 3, 1])
    expect([counted('write() on the stream'), counted('read() of the stream')]).toEqual([3, 4])
  })

  test('carries messages in datagrams, though it does not promise that all arrive', async () => {
    const { script } = await browser.runBench(server, {
      ...SWITCHES,
      messagesUp: 20,
      messagesDown: 20,
      datagrams: true,
    })
    const counted = (wanted: string) => script.filter(({ what }) => what === wanted).length
    expect(counted('write() of a datagram')).toBe(20)
    expect(counted('read() of datagrams')).toBeGreaterThan(0)
    expect([counted('write() on the stream'), counted('read() of the stream')]).toEqual([0, 0])
  })

  test('an empty datagram ends nobody else’s session', async () => {
    const deno = await asked(server, browser.session)
    const came = await browser.page.evaluate(async ({ url, sha256 }) => {
      const open = async () => {
        const session = new WebTransport(url, {
          serverCertificateHashes: [{ algorithm: 'sha-256', value: Uint8Array.fromBase64(sha256) }],
        })
        await session.ready
        return session
      }
      const [one, another] = await Promise.all([open(), open()])
      await one.datagrams.writable.getWriter().write(new Uint8Array())
      const stream = await another.createBidirectionalStream()
      await stream.writable.getWriter().write(new Uint8Array([0, 0, 0, 1, 48]))
      return (await stream.readable.getReader().read()).value?.length
    }, deno)
    expect(came).toBeGreaterThan(0)
  })

  test('tells what both ends know', async () => {
    const { script } = await browser.runBench(server, SWITCHES)
    const details = Object.fromEntries(script.map(({ what, detail }) => [what, detail]))
    expect(details['getStats()']).toBeDefined()
    // Three messages of 60 octets with four before each; and the number with which the stream begins.
    expect(details['what the server counted']).toMatch(
      /^On the stream the server sent 4 messages in \d+ octets, and received 3 in 197; in datagrams it sent 0 /,
    )
  })

  test('goes with another way for the other direction', async () => {
    const { script, failed } = await browser.runBench(server, { ...SWITCHES, up: 'post' })
    expect(failed).toBeUndefined()
    expect(script.filter(({ what }) => what === 'fetch() called')).toHaveLength(3)
  })

  test('is asked for on the wire, where no message is', async () => {
    using page = await ViewingPage.watching(server, browser.session, { lab: 'bench' })
    await browser.runBench(server, SWITCHES)
    const octets = () => page.trace.connections.map(({ id }) => page.text(id, 'server-to-client')).join()
    await page.until(() => octets().includes('"datagramOctets"'))
    expect(octets()).toMatch(/\{"url":"https:\/\/127\.0\.0\.1:\d+\/[\w-]{22}","sha256":"[\w+/]{43}="\}/)
    expect(octets()).not.toContain('sent at')
  })

  test('carries messages of every length, in order', async () => {
    const lengths = [0, 1, 2000, 65_536, 1_000_000, 5]
    expect(await browser.exchange(server, 'web-transport', lengths)).toEqual({ came: lengths, intact: true })
  })

  test('leaves on the stream what fits into no datagram', async () => {
    const lengths = [0, 2000, 65_536]
    const answer = await browser.exchange(server, 'web-transport', lengths, { datagrams: true })
    expect(answer).toEqual({ came: lengths, intact: true })
  })

  test('lets nobody in whose address nobody was told', async () => {
    const { url, sha256 } = await asked(server, newSession())
    await browser.page.evaluate(untilOver, { url: new URL('/guessed', url).href, sha256 })
  })
})

/** What the labs tell about where sessions are served. */
async function asked(server: LabsServer, session: string): Promise<{ readonly url: string; readonly sha256: string }> {
  await startRun(server, session, 'bench')
  const response = await fetch(new URL('web-transport/c1/', labUrl(server, session, 'bench')))
  return (await response.json()) as { url: string; sha256: string }
}

/** In the page: opens a session and its stream; resolves when the server has ended it. */
async function untilOver({ url, sha256 }: { readonly url: string; readonly sha256: string }): Promise<void> {
  const session = new WebTransport(url, {
    serverCertificateHashes: [{ algorithm: 'sha-256', value: Uint8Array.fromBase64(sha256) }],
  })
  await session.ready
  const stream = await session.createBidirectionalStream()
  await stream.writable.getWriter().write(new Uint8Array([0, 0, 0, 1, 48]))
  await session.closed.catch(() => {})
}

describe('a session', () => {
  const NOTHING = { sent: 0, received: 0 }
  const ONE = { streamMessages: { sent: 1, received: 0 }, streamOctets: { sent: 5, received: 0 } }

  test('has counted all that was sent once nothing is being sent', async () => {
    const told: ToChild[] = []
    const session = new ChildSession({ kind: 'open', session: 1, path: '/word', after: 0 }, (line) => told.push(line))
    await session.sent
    const sending = session.send(new Uint8Array(1), false)
    const counted = session.sent.then(() => session.counts.streamMessages.sent)
    expect(told.map(({ kind }) => kind)).toEqual(['message'])
    session.hear({ kind: 'taken', session: 1, counts: { ...ONE, datagrams: NOTHING, datagramOctets: NOTHING } })
    await sending
    expect(await counted).toBe(1)
  })

  test('that is over waits for nothing', async () => {
    const session = new ChildSession({ kind: 'open', session: 1, path: '/word', after: 0 }, () => {})
    session.closed()
    await session.send(new Uint8Array(1), false)
    await session.sent
  })
})

describe.runIf(hasDeno)('the process', () => {
  function service() {
    const over = new AbortController()
    onTestFinished(() => over.abort())
    return { over, deno: new DenoService(() => {}) }
  }

  test('starts once for all, and ends when no run needs it any more', async () => {
    const { over, deno } = service()
    const another = new AbortController()
    const [child, same] = await Promise.all([deno.child(over.signal), deno.child(another.signal)])
    expect(same).toBe(child)
    over.abort()
    expect(await deno.child(another.signal)).toBe(child)
    const exit = once(child.process, 'exit')
    another.abort()
    expect(await exit).toEqual([0, null])
  })

  test('ends with the labs server', async () => {
    const server = await runningServer()
    const { url } = await asked(server, newSession())
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\//)
    const again = await asked(server, newSession())
    expect(new URL(again.url).origin).toBe(new URL(url).origin)
    await server.close()
    const next = await runningServer()
    expect(new URL((await asked(next, newSession())).url).origin).not.toBe(new URL(url).origin)
    await next.close()
  })

  test('ends when the server is killed', async () => {
    const script = fileURLToPath(new URL('deno-parent.ts', import.meta.url))
    const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [pid] = await once(createInterface(parent.stdout), 'line')
    process.kill(Number(pid), 0)
    parent.kill('SIGKILL')
    await expect.poll(() => isRunning(Number(pid)), { timeout: 5000 }).toBe(false)
  })

  test('is started again when it has crashed, but not for ever', async () => {
    const { over, deno } = service()
    for (let crash = 0; crash < LIMITS.maxDenoCrashes; crash++) {
      const child = await deno.child(over.signal)
      const exit = once(child.process, 'exit')
      child.process.kill('SIGKILL')
      await exit
    }
    expect(() => deno.child(over.signal)).toThrow('has crashed too often')
  })

  test('goes on, however long ago it was started', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { over, deno } = service()
    const { process: child } = await deno.child(over.signal)
    vi.advanceTimersByTime(10 * 60_000)
    expect(child.killed).toBe(false)
  })

  test('may use this machine’s address, and nothing else', async () => {
    const { over, deno } = service()
    const { process: child } = await deno.child(over.signal)
    expect(child.spawnargs.filter((arg) => arg.startsWith('--allow'))).toEqual(['--allow-net=127.0.0.1'])
    expect(ended(child)).toBe(false)
  })
})

describe('without Deno', () => {
  test('a sentence says what is missing and what to do', () => {
    const missing = () => {
      throw new Error('MODULE_NOT_FOUND')
    }
    expect(() => denoPath(missing)).toThrow(/which is not installed here\. .* start it again\.$/)
  })

  test('what does not start is told', async () => {
    await expect(DenoChild.start('/no/such/program', () => {})).rejects.toMatchObject({ code: 'LAB_UNAVAILABLE' })
  })
})

describe('messages with their length', () => {
  const messages = [
    new Uint8Array(),
    new Uint8Array([1, 2, 3]),
    Uint8Array.from({ length: 70_000 }, (_, at) => at % 251),
  ]
  const stream = new Uint8Array(messages.flatMap((message) => [...prefixed(message)]))

  test.each([1, 3, 4, 5, 16_384, 100_000])('come as they went, in reads of %d octets', (size) => {
    const reader = new PrefixedMessages()
    const came: Uint8Array[] = []
    for (let at = 0; at < stream.length; at += size) came.push(...reader.take(stream.subarray(at, at + size)))
    expect(came.map((message) => message.toBase64())).toEqual(messages.map((message) => message.toBase64()))
  })

  test('are refused when they would be too large', () => {
    expect(() => new PrefixedMessages().take(new Uint8Array([0xff, 0xff, 0xff, 0xff]))).toThrow(RangeError)
  })
})

test('lines are cut out of text that comes in pieces', () => {
  const lines = new Lines()
  expect(['a', 'b\nc\n', '\nd', '', 'e\n'].map((piece) => lines.take(piece))).toEqual([
    [],
    ['ab', 'c'],
    [''],
    [],
    ['de'],
  ])
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
