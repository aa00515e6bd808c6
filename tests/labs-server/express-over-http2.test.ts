/** Express over HTTP/2: what routes written for HTTP/1.1 use of a request and a response works on streams. */
import { once } from 'node:events'
import { createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import express, { type Express, json } from 'express'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { overHttp2 } from '#labs-server/http2/express-over-http2.ts'
import { answerProblem, unknownAddress } from '#labs-server/problem.ts'
import { answerOf, Http2Client } from './http2-client.ts'

/** A client of an application whose routes `add` adds. */
async function clientOf(add: (app: Express) => void): Promise<Http2Client & AsyncDisposable> {
  const app = express()
  add(app)
  app.use(unknownAddress, answerProblem)
  const server = createServer(overHttp2(app) as never)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = await Http2Client.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  client.session.once('close', () => server.close())
  return client as Http2Client & AsyncDisposable
}

describe('a route', () => {
  const warnings = vi.spyOn(process, 'emitWarning')
  afterEach(() => warnings.mockClear())

  test('sends text, JSON and fields', async () => {
    using client = await clientOf((app) => {
      app.get('/text', (_request, response) => response.type('text/plain').set('X-One', 'two').send('hello'))
      app.get('/json', ({ query, path, protocol }, response) => response.status(201).json({ query, path, protocol }))
    })
    expect(await client.ask('/text')).toMatchObject({
      status: 200,
      content: 'hello',
      fields: { 'content-type': 'text/plain; charset=utf-8', 'content-length': '5', 'x-one': 'two' },
    })
    expect(await client.ask('/json?a=b')).toMatchObject({
      status: 201,
      content: '{"query":{"a":"b"},"path":"/json","protocol":"http"}',
    })
    expect(await client.ask('/text', { ':method': 'HEAD' })).toMatchObject({ status: 200, content: '' })
  })

  test('reads content that comes with a length', async () => {
    using client = await clientOf((app) => app.post('/', json(), ({ body }, response) => response.json(body)))
    const fields = { ':method': 'POST', 'content-type': 'application/json', 'content-length': '7' }
    expect(await client.ask('/', fields, '{"a":1}')).toMatchObject({ status: 200, content: '{"a":1}' })
  })

  test('answers while the request still comes, message by message', async () => {
    using client = await clientOf((app) => {
      app.post('/echo', (request, response) => {
        response.type('text/plain').flushHeaders()
        request.on('data', (octets) => response.write(octets))
        request.on('end', () => response.end('.'))
      })
    })
    const stream = client.open('/echo', { ':method': 'POST' }, false)
    const [fields] = await once(stream, 'response')
    expect(fields[':status']).toBe(200)
    for (const message of ['one', 'two']) {
      stream.write(message)
      const [echo] = await once(stream, 'data')
      expect(`${echo}`).toBe(message)
    }
    stream.end()
    expect(await textOf(stream)).toBe('.')
  })

  test('is told when its client goes', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly [before: boolean, after: boolean]>()
    using client = await clientOf((app) => {
      app.get('/', (_request, response) => {
        response.write('and on')
        const before = response.closed
        response.on('close', () => resolve([before, response.closed]))
      })
    })
    const stream = client.open('/')
    stream.once('data', () => stream.close(8)) // CANCEL
    expect(await promise).toEqual([false, true])
  })

  test('waits for a client that does not read', async () => {
    const { promise, resolve } = Promise.withResolvers<number>()
    using client = await clientOf((app) => {
      app.get('/', async (_request, response) => {
        const piece = 'x'.repeat(16_384)
        let written = 0
        while (response.write(piece)) written += piece.length
        resolve(written)
        await once(response, 'drain')
        response.end()
      })
    })
    const stream = client.open('/')
    expect(await promise).toBeLessThan(2 ** 20)
    expect((await answerOf(stream)).content.length % 16_384).toBe(0)
  })

  test('that fails is answered with a problem, and with a cut stream where it has begun', async () => {
    using client = await clientOf((app) => {
      app.get('/cut', (_request, response) => {
        response.write('half')
        throw new RangeError('of the test')
      })
    })
    expect(await client.ask('/none')).toMatchObject({
      status: 404,
      fields: { 'content-type': 'application/problem+json; charset=utf-8' },
      content: expect.stringContaining('LAB_UNKNOWN_ADDRESS'),
    })
    const stream = client.open('/cut')
    stream.resume()
    await expect(once(stream, 'end')).rejects.toMatchObject({ code: 'ERR_HTTP2_STREAM_ERROR' })
  })

  test('that would write to the socket itself is told of as what it is', async () => {
    using client = await clientOf((app) =>
      app.get('/', (_request, { socket }) => void socket?.write('HTTP/1.0 200 OK')),
    )
    expect(await client.ask('/')).toMatchObject({ status: 400, content: expect.stringContaining('of HTTP/1.1 alone') })
  })

  test('may set fields of the connection, which HTTP/2 has not: nothing is sent and nothing warned of', async () => {
    using client = await clientOf((app) => {
      app.get('/', (_request, response) => {
        response.set({
          Connection: 'keep-alive',
          'Keep-Alive': 'timeout=5',
          'Transfer-Encoding': 'chunked',
          Upgrade: 'x',
        })
        response.append('Connection', 'x').send('hello')
      })
    })
    const { status, fields } = await client.ask('/')
    expect(status).toBe(200)
    for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'upgrade'])
      expect(fields[name]).toBeUndefined()
    expect(warnings).not.toHaveBeenCalled()
    expect(client.session.closed).toBe(false)
  })

  test('that says "Connection: close" lets no more streams begin, and those under way end in peace', async () => {
    const { promise, resolve } = Promise.withResolvers<() => void>()
    using client = await clientOf((app) => {
      app.get('/slow', (_request, response) => {
        response.write('slow')
        resolve(() => response.end(' but whole'))
      })
      app.get('/last', (_request, response) => response.set('Connection', 'close').send('last'))
    })
    const slow = answerOf(client.open('/slow'))
    const end = await promise
    expect((await client.ask('/last')).content).toBe('last')
    expect(client.session.closed).toBe(true) // GOAWAY has come.
    end()
    expect((await slow).content).toBe('slow but whole')
  })
})
