/** A long trace as labs make them: messages in chunks on six connections, request after request, with Chromium's own fields. */
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'

/** As many as a browser opens to one host. */
const CONNECTIONS = 6
const CHUNKS_A_MESSAGE = 48
/** Octets of content in a chunk, in turn: from a lab's own size to a page's. */
const CHUNK_SIZES = [27, 60, 120, 250, 500, 1000]
/** Between two reads or writes, in milliseconds. */
const INTERVAL_MS = 0.3

export const LONG_RUN: RunInfo = {
  id: 'long',
  lab: 'message-end',
  switches: {},
  startedAt: Date.UTC(2026, 10, 22),
  server: 'Node.js',
}

const FIELDS = [
  'Host: localhost:4322',
  'Connection: keep-alive',
  'sec-ch-ua-platform: "Linux"',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  'Accept: */*',
  'Origin: http://localhost:4321',
  'Referer: http://localhost:4321/',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Accept-Language: en-GB',
]
const RESPONSE = [
  'HTTP/1.1 200 OK',
  'Cache-Control: no-store',
  'Content-Type: text/plain',
  'Date: Sun, 22 Nov 2026 19:07:00 GMT',
  'Connection: keep-alive',
  'Keep-Alive: timeout=5',
  'Transfer-Encoding: chunked',
]

/** The records of a trace of at least so many units, each chunk a write of its own. */
export function* longTrace(units: number): Iterable<TraceRecord> {
  let at = 0
  const passed = (connection: number, direction: Direction, text: string): TraceRecord => {
    at += INTERVAL_MS
    return { kind: 'octets', connection, at: Math.round(at * 1000) / 1000, direction, octets: octetsOf(text) }
  }
  for (let id = 1; id <= CONNECTIONS; id++) yield { kind: 'open', connection: id, at: 0 }
  for (let exchange = 0, made = 0; made < units; exchange++) {
    const connection = 1 + (exchange % CONNECTIONS)
    const target = `/s/AAAAAAAAAAAAAAAAAAAAAA/message-end/message?number=${exchange}`
    yield passed(connection, 'client-to-server', head([`GET ${target} HTTP/1.1`, ...FIELDS]))
    yield passed(connection, 'server-to-client', head(RESPONSE))
    for (let chunk = 0; chunk < CHUNKS_A_MESSAGE; chunk++) {
      const size = CHUNK_SIZES[(exchange + chunk) % CHUNK_SIZES.length] ?? 0
      const data = `message ${exchange}.${chunk} `.padEnd(size, '.').slice(0, size)
      yield passed(connection, 'server-to-client', `${size.toString(16)}\r\n${data}\r\n`)
    }
    yield passed(connection, 'server-to-client', '0\r\n\r\n')
    made += 2 + CHUNKS_A_MESSAGE + 2
  }
}

function head(lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n\r\n`
}
