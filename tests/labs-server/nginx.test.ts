/** The real nginx in the middlebox's place, where it is installed: what its directives do to a stream. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { MiddleboxStatus } from '#labs-server/api.ts'
import { LIMITS } from '#labs-server/limits.ts'
import { NginxPool } from '#labs-server/middlebox/nginx-pool.ts'
import { MiddleboxServer } from './middlebox-server.ts'
import { get } from './raw-client.ts'
import { newSession, postRun, runningServer } from './running-server.ts'

const missing =
  spawnSync('nginx', ['-v'], { stdio: 'ignore' }).error !== undefined ? 'nginx is not installed' : undefined

if (missing) console.warn(`${missing}: its directives were not tried`)

const DIRECTIVES = {
  buffering: true,
  requestBuffering: true,
  httpVersion: '1.0',
  readTimeoutMs: 60_000,
  gzip: false,
  upgrade: false,
} as const

describe.skipIf(missing !== undefined)(`nginx${missing ? ` (not run: ${missing})` : ''}`, () => {
  const middlebox = 'nginx'

  test('proxy_buffering on: nothing comes before the last octet was written', async () => {
    let lastAt = Number.NaN
    await using box = await MiddleboxServer.start({ middlebox }, (_, response) => {
      response.write('the first')
      setTimeout(() => {
        lastAt = performance.now()
        response.end('the last')
      }, 50)
    })
    const client = await box.client(get('PATH'))
    await client.until((text) => text.includes('the last'))
    expect(box.firstAt('server-to-client')).toBeGreaterThanOrEqual(lastAt)
  })

  test('proxy_buffering off: every piece passes as it is written', async () => {
    const { promise: seen, resolve: next } = Promise.withResolvers<void>()
    await using box = await MiddleboxServer.start({ middlebox, proxyBuffering: false }, async (_, response) => {
      response.write('the first')
      await seen
      response.end('the last')
    })
    const client = await box.client(get('PATH'))
    await client.until((text) => text.includes('the first'))
    next()
    await client.until((text) => text.includes('the last'))
  })

  test('X-Accel-Buffering: no, said by the server: every piece passes, and the field is kept from the client', async () => {
    const { promise: seen, resolve: next } = Promise.withResolvers<void>()
    await using box = await MiddleboxServer.start({ middlebox }, async (_, response) => {
      response.writeHead(200, { 'X-Accel-Buffering': 'no' }).write('the first')
      await seen
      response.end('the last')
    })
    const client = await box.client(get('PATH'))
    await client.until((text) => text.includes('the first'))
    expect(client.text).not.toMatch(/x-accel-buffering/i)
    next()
    await client.until((text) => text.includes('the last'))
  })

  test('proxy_request_buffering decides when the server sees a request that is still being sent', async () => {
    for (const proxyRequestBuffering of [false, true]) {
      const { promise: came, resolve } = Promise.withResolvers<string>()
      const switches = { middlebox, proxyRequestBuffering, proxyHttpVersion: '1.1' }
      let sent = 'half'
      await using box = await MiddleboxServer.start(switches, (request, response) => {
        resolve(sent)
        request.resume().on('end', () => response.end('done'))
      })
      const client = await box.client('POST PATH HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nhalf')
      if (proxyRequestBuffering) {
        const other = await box.client(get('/nowhere'))
        await other.untilEnd()
      } else await came
      sent = 'whole'
      client.write('rest')
      await client.until((text) => text.includes('done'))
      expect(await came, String(proxyRequestBuffering)).toBe(proxyRequestBuffering ? 'whole' : 'half')
    }
  })

  test.each(['1.0', '1.1'])('proxy_http_version %s is what the server is spoken to', async (proxyHttpVersion) => {
    let version = ''
    await using box = await MiddleboxServer.start({ middlebox, proxyHttpVersion }, (request, response) => {
      version = request.httpVersion
      response.end('done')
    })
    const client = await box.client(get('PATH'))
    await client.until((text) => text.includes('done'))
    expect(version).toBe(proxyHttpVersion)
  })

  test('proxy_read_timeout: a response that does not begin is a 504', async () => {
    await using box = await MiddleboxServer.start({ middlebox, proxyReadTimeout: 1000 }, () => {})
    const client = await box.client(get('PATH'))
    await client.until((text) => text.startsWith('HTTP/1.1 504 '))
  })

  test('gzip on: for a client that accepts it', async () => {
    await using box = await MiddleboxServer.start({ middlebox, proxyGzip: true }, (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end('x'.repeat(1000))
    })
    const answer = await fetch(box.url(''), { headers: { 'Accept-Encoding': 'gzip' } })
    expect(answer.headers.get('Content-Encoding')).toBe('gzip')
    expect(await answer.text()).toBe('x'.repeat(1000))
  })

  test.each([true, false])('WebSocket, with Upgrade passed on: %s', async (proxyUpgrade) => {
    const switches = { middlebox, proxyUpgrade, proxyHttpVersion: '1.1' }
    await using box = await MiddleboxServer.start(switches, (_, response) => response.writeHead(426).end())
    const echoes = new WebSocketServer({ server: box.server })
    echoes.on('connection', (socket) => socket.on('message', (octets) => socket.send(octets)))
    const socket = new WebSocket(box.url('').href.replace('http', 'ws'))
    const { promise, resolve } = Promise.withResolvers<string>()
    socket.on('open', () => socket.send('hello'))
    socket.on('message', (octets) => resolve(String(octets)))
    socket.on('error', (error) => resolve(String(error)))
    expect(await promise).toContain(proxyUpgrade ? 'hello' : '426')
    socket.terminate()
    echoes.close()
  })

  test('is one process for the same directives, few in all, and leaves nothing behind', async () => {
    const pool = new NginxPool(1, { ...LIMITS, maxNginxProcesses: 2 })
    const first = await pool.socketOf(DIRECTIVES)
    expect(await pool.socketOf({ ...DIRECTIVES })).toBe(first)
    const others = [
      await pool.socketOf({ ...DIRECTIVES, gzip: true }),
      await pool.socketOf({ ...DIRECTIVES, buffering: false }),
    ]
    expect(new Set([first, ...others]).size).toBe(3)
    await pool[Symbol.asyncDispose]()
    for (const socket of others) expect(existsSync(dirname(socket))).toBe(false)
  })

  test('the API says which it is, and what it is told', async () => {
    await using server = await runningServer()
    const query = 'lab=bench&middlebox=nginx&proxyBuffering=off&proxyReadTimeout=5000'
    const answer = await fetch(new URL(`api/middlebox?${query}`, server.urls.site))
    const { available, nginx, configuration } = (await answer.json()) as MiddleboxStatus
    expect(available).toContain('nginx')
    expect(nginx).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/) })
    expect(configuration).toContain('proxy_buffering off;')
    expect(configuration).toContain('proxy_read_timeout 5000ms;')
  })
})

test('where nginx is not installed, a run that asks for it is refused and says why', async () => {
  const { PATH } = process.env
  process.env.PATH = '/nowhere'
  try {
    await using server = await runningServer()
    const refused = await postRun(server, { session: newSession(), lab: 'bench', switches: { middlebox: 'nginx' } })
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({
      code: 'LAB_NOT_INSTALLED',
      detail: expect.stringContaining('not installed'),
    })
    const status = (await (await fetch(new URL('api/middlebox', server.urls.site))).json()) as MiddleboxStatus
    expect(status.available).toEqual(['buffering', 'stripping', 'impatient'])
    expect(status.nginx).toMatchObject({ why: expect.stringContaining('not installed') })
  } finally {
    process.env.PATH = PATH
  }
})
