/** Records of a file on their way to the page: laid out by the worker, and the same again when they are asked for. */
import { describe, expect, test } from 'vitest'
import { buffersOf, layOut, recordsOf } from '#site/wire-tools/files/laid-out.ts'
import { octetsOf } from '#wire/octets.ts'
import { Trace, type TraceRecord } from '#wire/trace.ts'
import { CHUNKED, open, passed, REQUEST, RUN } from './traces.ts'

const RECORDS: readonly TraceRecord[] = [
  open(1, 0),
  passed(1, 1, 'client-to-server', REQUEST),
  { kind: 'octets', connection: 1, at: 2.5, direction: 'server-to-client', octets: octetsOf(CHUNKED), heldMs: 4 },
  passed(2, 3, 'client-to-server', REQUEST),
  {
    kind: 'octets',
    connection: 1,
    at: 4,
    direction: 'server-to-client',
    octets: octetsOf('0\r\n\r\n'),
    pieces: [3, 2],
  },
  passed(1, 5, 'client-to-server', ''),
  { kind: 'end', connection: 1, at: 6, direction: 'client-to-server' },
  { kind: 'close', connection: 1, at: 7, how: 'closed' },
]

/** As a message of a worker passes. */
function handedOver(records: readonly TraceRecord[], limit?: number) {
  const laidOut = layOut(records, limit)
  return structuredClone(laidOut, { transfer: buffersOf(laidOut) })
}

test('every record comes out as it went in', () => {
  const laidOut = handedOver(RECORDS)
  expect([...recordsOf(laidOut)]).toEqual(RECORDS)
  expect(laidOut.isCut).toBe(false)
})

test('what has no records is laid out too', () => {
  expect([...recordsOf(handedOver([]))]).toEqual([])
})

test('behind the limit octets become gaps that name it', () => {
  const laidOut = handedOver(RECORDS, REQUEST.length + CHUNKED.length)
  expect(laidOut.isCut).toBe(true)
  const limit = 'maxOctetsOpened'
  expect([...recordsOf(laidOut)]).toEqual([
    ...RECORDS.slice(0, 3),
    { kind: 'gap', connection: 2, at: 3, direction: 'client-to-server', octets: REQUEST.length, limit },
    { kind: 'gap', connection: 1, at: 4, direction: 'server-to-client', octets: 5, limit },
    { kind: 'gap', connection: 1, at: 5, direction: 'client-to-server', octets: 0, limit },
    ...RECORDS.slice(6),
  ])
})

describe('a trace that takes the stores over', () => {
  test('keeps the octets where they lie', () => {
    const laidOut = handedOver(RECORDS)
    const trace = new Trace(RUN)
    trace.adopt(laidOut.stores)
    for (const record of recordsOf(laidOut)) trace.append(record)
    const { streams } = trace.connection(1) ?? {}
    expect(streams?.['server-to-client'].text({ start: 0, end: 1000 })).toBe(`${CHUNKED}0\r\n\r\n`)
    expect(streams?.['server-to-client'].octets.buffer).toBe(laidOut.stores[0]?.octets.buffer)
    expect(trace.connection(2)?.streams['client-to-server'].text({ start: 0, end: 1000 })).toBe(REQUEST)
  })

  test('takes in other octets all the same, and leaves its neighbours as they are', () => {
    const laidOut = handedOver(RECORDS)
    const trace = new Trace(RUN)
    trace.adopt(laidOut.stores)
    for (const record of recordsOf(laidOut)) trace.append(record)
    trace.append(passed(1, 8, 'client-to-server', 'GET'))
    expect(trace.connection(1)?.streams['client-to-server'].text({ start: 0, end: 1000 })).toBe(`${REQUEST}GET`)
    expect([...recordsOf(laidOut)]).toEqual(RECORDS)
  })
})
