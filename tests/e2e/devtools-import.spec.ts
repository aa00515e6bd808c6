/** HAR out, read by the reader that most people have: the importer of Chromium's own DevTools. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, type Page, test } from '@playwright/test'
import { type ExportedRun, exportedCapture } from '#wire/formats/exported-run.ts'
import { harOf } from '#wire/formats/har/export.ts'
import { exportedRecording, opened, runOf, SOME_RECORDINGS } from '../wire/formats/runs.ts'

const DEVTOOLS = 'devtools://devtools/bundled/models/har/har.js'

/** What DevTools has of one request, as its own classes tell it. */
interface DevToolsRequest {
  url(): string
  readonly requestMethod: string
  readonly statusCode: number
  readonly connectionId: string
  readonly duration: number
  remoteAddress(): string
  resourceType(): { name(): string }
  requestContentData(): Promise<{ readonly text?: string; readonly base64?: string }>
  frames(): readonly { readonly type: string; readonly text: string; readonly opCode: number }[]
  eventSourceMessages(): readonly { readonly eventName: string; readonly eventId: string; readonly data: string }[]
}

test.beforeEach(async ({ page }) => {
  await page.goto(DEVTOOLS)
})

/** What DevTools shows after "Import HAR file". */
function imported(page: Page, run: ExportedRun) {
  return page.evaluate(
    async ({ har, devtools }) => {
      const { HARFormat, Importer } = await import(devtools)
      const requests: readonly DevToolsRequest[] = Importer.Importer.requestsFromHARLog(
        new HARFormat.HARRoot(JSON.parse(har)).log,
      )
      return Promise.all(
        requests.map(async (request) => ({
          url: request.url(),
          method: request.requestMethod,
          status: request.statusCode,
          connection: request.connectionId,
          server: request.remoteAddress(),
          type: request.resourceType().name(),
          ms: Math.round(request.duration * 1000),
          content: await request
            .requestContentData()
            .then((data) => data.text ?? '')
            .catch(() => 'not text'),
          frames: request.frames().map(({ type, text, opCode }) => [type, opCode, text]),
          events: request.eventSourceMessages().map(({ eventName, eventId, data }) => [eventName, eventId, data]),
        })),
      )
    },
    { har: JSON.stringify(harOf(run)), devtools: DEVTOOLS },
  )
}

const GET = 'GET / HTTP/1.1\r\nHost: 127.0.0.1:4322\r\n\r\n'

test('DevTools shows an exchange with its address, content and time @desktop @live', async ({ page }) => {
  const run = runOf(
    ['>', GET, 10],
    ['<', 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n', 30],
    ['<', '4\r\n two\r\n0\r\n\r\n', 110],
  )
  expect(await imported(page, run)).toEqual([
    {
      url: 'http://127.0.0.1:4322/',
      method: 'GET',
      status: 200,
      connection: '1',
      server: '127.0.0.1:4322',
      type: 'fetch',
      ms: 100,
      content: 'one two',
      frames: [],
      events: [],
    },
  ])
})

test('DevTools shows content that was compressed on the wire @desktop @live', async ({ page }) => {
  const coded = gzipSync('hello, hello, hello')
  const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: ${coded.length}\r\n\r\n`
  const [request] = await imported(page, runOf(['>', GET], ['<', head], ['<', coded]))
  expect(request?.content).toBe('hello, hello, hello')
})

test('DevTools shows the events of an event stream @desktop @live', async ({ page }) => {
  const run = runOf(
    ['>', GET],
    ['<', 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: comment\n\ndata: one\n\n'],
    ['<', 'id: 7\nevent: tick\ndata: two\ndata: lines\n\n'],
  )
  const [request] = await imported(page, run)
  expect(request?.type).toBe('eventsource')
  expect(request?.events).toEqual([
    ['message', '', 'one'],
    ['tick', '7', 'two\nlines'],
  ])
})

test('DevTools shows the messages of a WebSocket, and the control frames between @desktop @live', async ({ page }) => {
  const netLog = readFileSync(new URL('../wire/formats/recordings/net-log-web-socket.json', import.meta.url), 'utf8')
  const requests = await imported(page, exportedCapture(await opened(netLog), 'A WebSocket'))
  const socket = requests.find(({ type }) => type === 'websocket')
  expect(socket?.url).toBe('ws://127.0.0.1:35233/ws')
  expect(socket?.frames).toEqual([
    ['send', 1, 'hi'],
    ['send', 2, 'AAEC/w=='],
    ['receive', 9, ''],
    ['send', 10, ''],
    ['receive', 1, 'hi'],
    ['receive', 2, 'AAEC/w=='],
    ['send', 8, 'A+hieWU='],
    ['receive', 8, 'A+hieWU='],
  ])
})

test('DevTools imports recordings of the lessons @desktop @live', async ({ page }) => {
  for (const [name, recording] of SOME_RECORDINGS) {
    const run = exportedRecording(recording)
    expect(await imported(page, run), name).toHaveLength(harOf(run).log.entries.length)
  }
})
