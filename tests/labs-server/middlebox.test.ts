/** The emulated middleboxes: what each does to messages that are written in pieces, and what all do as RFC 9110 asks. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { MiddleboxServer } from './middlebox-server.ts'
import { get } from './raw-client.ts'

/** Three pieces of 30 octets, a turn of the event loop apart; tells when the last was written. */
function inPieces() {
  let lastAt = Number.NaN
  const answer: RequestListener = (_, response) => {
    let pieces = 0
    const next = () => {
      pieces += 1
      response.write(`piece ${pieces} `.padEnd(30, '.'))
      if (pieces < 3) setTimeout(next, 20)
      else {
        lastAt = performance.now()
        response.end()
      }
    }
    next()
  }
  return { answer, lastAt: () => lastAt }
}

/** Keeps the requests that came, and answers with nothing. */
function keeping(requests: IncomingMessage[]): RequestListener {
  return (request, response) => {
    requests.push(request)
    request.resume().on('end', () => response.end('done'))
  }
}

/** Writes a first piece, and the second only when the test has seen the first. */
function piecesAsked() {
  const { promise: seen, resolve: next } = Promise.withResolvers<void>()
  const answer: RequestListener = async (_, response) => {
    response.write('the first')
    await seen
    response.end('the second')
  }
  return { answer, next }
}

describe('buffering', () => {
  const middlebox = 'buffering'

  test('holds a response until its last octet was written, and then knows its length', async () => {
    const { answer, lastAt } = inPieces()
    await using box = await MiddleboxServer.start({ middlebox }, answer)
    const client = await box.client(get('PATH'))
    await client.until((text) => text.includes('piece 3'))
    expect(box.firstAt('server-to-client')).toBeGreaterThanOrEqual(lastAt())
    expect(client.text).toMatch(/\r\nContent-Length: 90\r\n/)
    expect(client.text).not.toMatch(/chunked/)
  })

  test('holds a request likewise: the server sees none of it before it is whole', async () => {
    const requests: IncomingMessage[] = []
    await using box = await MiddleboxServer.start({ middlebox }, keeping(requests))
    const client = await box.client('POST PATH HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n')
    const other = await box.client(get('PATH'))
    await other.until((text) => text.endsWith('done')) // By then the first would have come, if it were passed on.
    expect(requests.map(({ method }) => method)).toEqual(['GET'])
    client.write('4\r\nrest\r\n0\r\n\r\n')
    await client.until((text) => text.endsWith('done'))
    expect(requests[1]?.headers).toMatchObject({ 'content-length': '8' })
    expect(requests[1]?.headers['transfer-encoding']).toBeUndefined()
  })

  test('passes on what it holds when that is enough, though more may come', async () => {
    const { promise: open } = Promise.withResolvers<void>()
    const answer: RequestListener = async (_, response) => {
      response.write('x'.repeat(1000))
      await open // Never.
    }
    await using box = await MiddleboxServer.start({ middlebox }, answer, { maxMiddleboxOctets: 1000 })
    const client = await box.client(get('PATH'))
    await client.until((text) => text.includes('x'.repeat(1000)))
    expect(client.text).toMatch(/\r\nTransfer-Encoding: chunked\r\n/i)
  })

  test('keeps trailers, which need chunked coding, and answers without content as they are', async () => {
    await using box = await MiddleboxServer.start({ middlebox }, (request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'Content-Length': '1234' }).end()
      else if (request.url?.endsWith('304')) response.writeHead(304).end()
      else {
        response.writeHead(200, { Trailer: 'Sum' })
        response.write('content')
        response.addTrailers({ Sum: '7' })
        response.end()
      }
    })
    const client = await box.client(get('PATH'))
    await client.until((text) => text.endsWith('\r\n\r\n') && text.includes('Sum: 7'))
    expect(client.text).toMatch(/\r\nTrailer: Sum\r\n/)
    const head = await box.client('HEAD PATH HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(await head.untilEnd()).toMatch(/\r\nContent-Length: 1234\r\n/)
    const none = await box.client(get('PATH304', 'Connection: close\r\n'))
    expect(await none.untilEnd()).not.toMatch(/Content-Length/)
  })
})

describe('stripping', () => {
  const middlebox = 'stripping'

  test('drops fields of requests', async () => {
    const requests: IncomingMessage[] = []
    await using box = await MiddleboxServer.start({ middlebox }, keeping(requests))
    const fields = 'Accept-Encoding: gzip\r\nLast-Event-ID: 7\r\nX-Own: kept\r\n'
    const client = await box.client(get('PATH', fields))
    await client.until((text) => text.endsWith('done'))
    expect(requests[0]?.headers).toMatchObject({ 'x-own': 'kept', via: '1.1 two-way-web' })
    for (const gone of ['accept-encoding', 'last-event-id']) expect(requests[0]?.headers).not.toHaveProperty(gone)
  })

  test('knows no chunked coding: the content passes at once, and ends with the connection', async () => {
    const { answer, next } = piecesAsked()
    await using box = await MiddleboxServer.start({ middlebox }, answer)
    const client = await box.client(get('PATH'))
    await client.until((text) => text.endsWith('the first'))
    next()
    const text = await client.untilEnd()
    expect(text.endsWith('the firstthe second')).toBe(true)
    expect(text).toMatch(/\r\nConnection: close\r\n/i)
    expect(text).not.toMatch(/transfer-encoding|content-length/i)
  })
})

describe('impatient', () => {
  const impatient = { middlebox: 'impatient', patience: 100 }

  test('passes pieces on as they come', async () => {
    const { answer, next } = piecesAsked()
    await using box = await MiddleboxServer.start(impatient, answer)
    const client = await box.client(get('PATH'))
    await client.until((text) => text.includes('the first'))
    next()
    await client.until((text) => text.endsWith('0\r\n\r\n'))
  })

  test('gives up a response that does not begin: 504', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    await using box = await MiddleboxServer.start(impatient, (_, response) => response.on('close', resolve))
    const client = await box.client(get('PATH'))
    expect(await client.untilEnd()).toMatch(/^HTTP\/1\.1 504 [\s\S]*LAB_GATEWAY_TIMEOUT/)
    await gone // The server's side is given up too.
  })

  test('breaks off a response that has begun, without its last chunk', async () => {
    await using box = await MiddleboxServer.start(impatient, (_, response) => response.write('a piece'))
    const client = await box.client(get('PATH'))
    const text = await client.untilEnd()
    expect(text).toContain('a piece')
    expect(text).not.toContain('\r\n0\r\n\r\n')
  })

  test('waits as long as octets come, however slowly', async () => {
    const answer: RequestListener = (_, response) => {
      let pieces = 0
      const beat = setInterval(() => {
        pieces += 1
        response.write('beat ')
        if (pieces < 8) return
        clearInterval(beat)
        response.end()
      }, 100)
    }
    await using box = await MiddleboxServer.start({ ...impatient, patience: 600 }, answer)
    const client = await box.client(get('PATH', 'Connection: close\r\n'))
    expect(await client.untilEnd()).toMatch(/\r\n0\r\n\r\n$/)
  })
})

describe.each(['buffering', 'stripping', 'impatient'])('%s: as RFC 9110 section 7.6 asks', (middlebox) => {
  test('what Connection lists ends here, and Via tells who passed the message on', async () => {
    const requests: IncomingMessage[] = []
    const answer: RequestListener = (request, response: ServerResponse) => {
      requests.push(request)
      response.writeHead(200, { Connection: 'keep-alive, X-Hop', 'X-Hop': '1', 'X-End': '2', Via: '1.0 before' })
      response.end('done')
    }
    await using box = await MiddleboxServer.start({ middlebox }, answer)
    const client = await box.client(get('PATH', 'Connection: X-Own\r\nX-Own: 1\r\nTE: trailers\r\nX-End: 2\r\n'))
    await client.until((text) => text.includes('done'))
    expect(requests[0]?.headers).toMatchObject({ 'x-end': '2', via: '1.1 two-way-web' })
    for (const gone of ['x-own', 'te']) expect(requests[0]?.headers).not.toHaveProperty(gone)
    expect(client.text).toContain('X-End: 2')
    expect(client.text).not.toContain('X-Hop')
    expect(client.text).toMatch(/Via: 1\.0 before\r\n[\s\S]*Via: 1\.1 two-way-web\r\n/)
  })

  test('many requests of one connection keep their order', async () => {
    await using box = await MiddleboxServer.start({ middlebox }, (request, response) => {
      const text = `<${request.url?.at(-1)}>`
      response.writeHead(200, { 'Content-Length': text.length }).end(text)
    })
    const client = await box.client([1, 2, 3].map((number) => get(`PATH${number}`)).join(''))
    await client.until((text) => text.includes('<3>'))
    expect(client.text.match(/<\d>/g)).toEqual(['<1>', '<2>', '<3>'])
  })

  test('the client has gone: so is the request to the server', async () => {
    const { promise: came, resolve: begin } = Promise.withResolvers<void>()
    const { promise: gone, resolve: end } = Promise.withResolvers<void>()
    await using box = await MiddleboxServer.start({ middlebox }, (_, response) => {
      response.write('a piece')
      response.on('close', end)
      begin()
    })
    const client = await box.client(get('PATH'))
    await came
    client[Symbol.dispose]()
    await gone
  })

  test('a slow reader makes the writer wait', async () => {
    const total = 64 * 2 ** 20
    let written = 0
    let read = 0
    let mostUnderWay = 0
    await using box = await MiddleboxServer.start({ middlebox, patience: 10_000 }, (_, response) => {
      const piece = Buffer.alloc(256 * 1024)
      const more = () => {
        while (written < total) {
          written += piece.length
          mostUnderWay = Math.max(mostUnderWay, written - read)
          if (response.write(piece)) continue
          response.once('drain', more)
          return
        }
        response.end()
      }
      more()
    })
    const answer = await fetch(box.url(''))
    for await (const octets of answer.body as ReadableStream<Uint8Array>) {
      read += octets.length
      await new Promise(setImmediate)
    }
    expect(read).toBe(total)
    expect(mostUnderWay).toBeLessThan(total / 2)
  }, 30_000)

  test('a server that cannot be reached: 502', async () => {
    await using box = await MiddleboxServer.start({ middlebox }, (_, response) => response.end())
    box.server.close()
    const client = await box.client(get('PATH'))
    expect(await client.untilEnd()).toMatch(/^HTTP\/1\.1 502 [\s\S]*LAB_BAD_GATEWAY/)
  })

  test('what is no address of this session, and what is no HTTP, goes nowhere', async () => {
    const requests: IncomingMessage[] = []
    await using box = await MiddleboxServer.start({ middlebox }, keeping(requests))
    expect(await (await box.client(get('/'))).untilEnd()).toMatch(/^HTTP\/1\.1 404 [\s\S]*LAB_NO_MIDDLEBOX/)
    const other = get(`/s/${'B'.repeat(22)}/bench/`)
    expect(await (await box.client(other)).untilEnd()).toMatch(/^HTTP\/1\.1 404 [\s\S]*no middlebox/)
    const misdirected = await box.client(get('PATH'))
    await misdirected.write(other).untilEnd()
    expect(misdirected.text).toMatch(/HTTP\/1\.1 421 /)
    expect(await (await box.client('PATH nonsense\r\n\r\n')).untilEnd()).toMatch(/^HTTP\/1\.1 400 /)
    expect(requests.length).toBeLessThanOrEqual(1)
  })
})

describe('WebSocket', () => {
  /** Echoes; tells of a request to upgrade that came as any other. */
  async function echo(switches: Record<string, string | number>) {
    const plain: string[] = []
    const box = await MiddleboxServer.start(switches, (request, response) => {
      plain.push(request.url ?? '')
      response.writeHead(426, { 'Content-Length': '0' }).end()
    })
    const echoes = new WebSocketServer({ server: box.server })
    echoes.on('connection', (socket) =>
      socket.on('message', (octets, isBinary) => socket.send(octets, { binary: isBinary })),
    )
    const socket = new WebSocket(box.url('').href.replace('http', 'ws'))
    return {
      box,
      plain,
      socket,
      async [Symbol.asyncDispose]() {
        socket.terminate()
        for (const each of echoes.clients) each.terminate()
        echoes.close()
        await box[Symbol.asyncDispose]()
      },
    }
  }

  const heard = (socket: WebSocket, event: string) =>
    new Promise<unknown[]>((resolve) => socket.once(event, (...all) => resolve(all)))

  test.each(['buffering', 'impatient'])('%s lets it pass, frame by frame', async (middlebox) => {
    await using lane = await echo({ middlebox, patience: 10_000 })
    await heard(lane.socket, 'open')
    for (const text of ['one', 'two']) {
      lane.socket.send(text)
      expect(String((await heard(lane.socket, 'message'))[0])).toBe(text)
    }
    const records = lane.box.records.filter(({ kind }) => kind === 'octets')
    expect(records.length).toBeGreaterThanOrEqual(6)
  })

  test('stripping drops Upgrade: the server answers an ordinary request', async () => {
    await using lane = await echo({ middlebox: 'stripping' })
    const [error] = await heard(lane.socket, 'error')
    expect(String(error)).toContain('426')
    expect(lane.plain).toHaveLength(1)
  })

  test('impatient ends it when nothing passes', async () => {
    await using lane = await echo({ middlebox: 'impatient', patience: 100 })
    await heard(lane.socket, 'open')
    expect((await heard(lane.socket, 'close'))[0]).toBe(1006)
  })

  test('a server that refuses is heard', async () => {
    await using box = await MiddleboxServer.start({ middlebox: 'buffering' }, (_, response) => response.end())
    box.server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno'))
    const socket = new WebSocket(box.url('').href.replace('http', 'ws'))
    const [error] = await heard(socket, 'error')
    expect(String(error)).toContain('403')
  })
})
