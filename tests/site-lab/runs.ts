/** Small runs made by hand, and globals of the browser that Node does not have. */
import { vi } from 'vitest'
import { octetsOf } from '#wire/octets.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

export function runInfo(id: string, more: Partial<RunInfo> = {}): RunInfo {
  return { id, lab: 'message-end', switches: {}, startedAt: 0, server: 'Node.js 26, Express 5', ...more }
}

/** One exchange on its own connection: a request, and a response of two chunks. */
export function chunkedExchange(connection: number, at = 0): readonly TraceRecord[] {
  return [
    { kind: 'open', connection, at },
    {
      kind: 'octets',
      connection,
      at: at + 1,
      direction: 'client-to-server',
      octets: octetsOf('GET /message HTTP/1.1\r\nHost: a\r\n\r\n'),
    },
    {
      kind: 'octets',
      connection,
      at: at + 5,
      direction: 'server-to-client',
      octets: octetsOf('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n'),
    },
  ]
}

export function logOfRecords(run: RunInfo, records: readonly TraceRecord[]): UnitLog {
  const log = new UnitLog(run)
  for (const record of records) log.append(record)
  return log
}

/** Frames are drawn at once. */
export function stubFrames(): void {
  vi.stubGlobal('requestAnimationFrame', (draw: FrameRequestCallback) => {
    queueMicrotask(() => draw(0))
    return 1
  })
}
