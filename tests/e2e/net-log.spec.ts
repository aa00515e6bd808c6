/** NetLog in, from the browser that is here: the frames in its octets are those that it and the server tell of. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, expect, test } from '@playwright/test'
import { WebSocketServer } from 'ws'
import { exchangesOf } from '#wire/exchanges.ts'
import { unmaskedPayload } from '#wire/formats/har/streams.ts'
import { requestOf, responsesOf } from '#wire/formats/http-message.ts'
import { valueIn } from '#wire/formats/part-value.ts'
import { BROWSER_ARGS, findBrowser } from '../browser.ts'
import { logged, opened } from '../wire/formats/runs.ts'

/** Opcodes of RFC 6455 section 5.2. */
const TEXT = 1
const BINARY = 2
const CLOSE = 8

/** A server that echoes messages and notes what it heard and said. */
async function startEcho() {
  const told: { readonly way: string; readonly opcode: number; readonly payload: string }[] = []
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(`<!doctype html><title>${request.url}</title>`)
  })
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer, isBinary) => {
      const facts = { opcode: isBinary ? BINARY : TEXT, payload: data.toString('hex') }
      told.push({ way: 'client-to-server', ...facts }, { way: 'server-to-client', ...facts })
      socket.send(data, { binary: isBinary })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    told,
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Runs in a page: asks for two addresses on one connection, and sends a text and some octets. */
async function speak(port: number): Promise<void> {
  for (const path of ['/one', '/two']) await (await fetch(path)).text()
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat`)
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  for (const message of ['grüß dich', Uint8Array.from({ length: 300 }, (_, at) => at & 0xff)]) {
    const answered = new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }))
    socket.send(message)
    await answered
  }
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve))
  socket.close(1000, 'bye')
  await closed
}

test("Chromium's NetLog for WebSocket frames: octets, its own events and the server agree @desktop @live", async ({
  browserName: _,
}, testInfo) => {
  const file = testInfo.outputPath('net-log.json')
  const echo = await startEcho()
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...BROWSER_ARGS, `--log-net-log=${file}`, '--net-log-capture-mode=Everything'],
  })
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${echo.port}/`)
  await page.evaluate(speak, echo.port)
  await browser.close()
  echo.close()

  const text = await readFile(file, 'utf8')
  const capture = await opened(text)
  expect(capture).toMatchObject({ format: 'netlog', octets: 'observed' })
  const log = logged(capture)

  const frames = log.units.filter(({ unit }) => unit.layer === 'websocket' && unit.name === 'frame')
  const facts = frames.map((frame) => ({
    way: frame.unit.direction,
    opcode: valueIn(frame.unit, 'opcode'),
    payload: Buffer.from(unmaskedPayload(frame)).toString('hex'),
  }))
  // What the server heard and said, and then the closing handshake.
  expect(facts.filter(({ opcode }) => opcode !== CLOSE)).toEqual(echo.told)
  expect(facts.filter(({ opcode }) => opcode === CLOSE)).toHaveLength(2)
  expect(frames.every(({ unit }) => unit.fault === undefined && unit.complete)).toBe(true)

  // What the browser says that it sent and received, in events of their own.
  const { constants, events } = JSON.parse(text)
  const types = constants.logEventTypes
  for (const [way, type] of [
    ['client-to-server', types.WEBSOCKET_SENT_FRAME_HEADER],
    ['server-to-client', types.WEBSOCKET_RECV_FRAME_HEADER],
  ]) {
    const said = events
      .filter((event: { type: number }) => event.type === type)
      .map(({ params }: { params: { opcode: number; payload_length: number; masked: boolean } }) => params)
    expect(
      facts.filter((frame) => frame.way === way).map(({ opcode, payload }) => [opcode, payload.length / 2]),
    ).toEqual(said.map(({ opcode, payload_length }: (typeof said)[0]) => [opcode, payload_length]))
  }

  // And the exchanges of HTTP/1.1 before.
  const told = exchangesOf(log).map((exchange) => [requestOf(exchange)?.target, responsesOf(exchange).at(-1)?.status])
  expect(told).toEqual(
    expect.arrayContaining([
      ['/', 200],
      ['/one', 200],
      ['/two', 200],
      ['/chat', 101],
    ]),
  )
})

test('a NetLog of a browser that is killed is read as far as it goes @desktop @live', async ({
  browserName: _,
}, testInfo) => {
  const file = testInfo.outputPath('net-log.json')
  const echo = await startEcho()
  const server = await chromium.launchServer({
    executablePath: findBrowser(),
    args: [...BROWSER_ARGS, `--log-net-log=${file}`, '--net-log-capture-mode=Everything'],
  })
  const browser = await chromium.connect(server.wsEndpoint())
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${echo.port}/`)
  // It writes what it has gathered when that is much, or when it ends.
  await page.evaluate(async () => {
    for (let count = 0; count < 200; count++) await (await fetch(`/${count}`)).text()
  })
  await server.kill()
  echo.close()
  const { problems, records } = await opened(await readFile(file))
  expect(problems.join(' ')).toContain('ends before it is complete')
  expect(records.length).toBeGreaterThan(100)
})
