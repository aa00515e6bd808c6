/** A batch brings every record as it was observed. */
import { expect, test } from 'vitest'
import { packBatch, unpackBatch } from '#wire/formats/batch.ts'
import { octetsOf } from '#wire/octets.ts'
import type { TraceRecord } from '#wire/trace.ts'

const RECORDS: readonly TraceRecord[] = [
  { kind: 'open', connection: 1, at: 0 },
  { kind: 'octets', connection: 1, at: 0.25, direction: 'client-to-server', octets: octetsOf('GET /'), heldMs: 150 },
  {
    kind: 'octets',
    connection: 1,
    at: 1,
    direction: 'server-to-client',
    octets: octetsOf('3\r\nabc'),
    pieces: [1, 2, 3],
  },
  {
    kind: 'octets',
    connection: 2,
    at: 2,
    direction: 'server-to-client',
    octets: octetsOf('\xff'),
    pieces: [1],
    heldMs: 0,
  },
  { kind: 'octets', connection: 2, at: 3, direction: 'server-to-client', octets: octetsOf('plain') },
  { kind: 'gap', connection: 2, at: 4, direction: 'server-to-client', octets: 9, limit: 'maxOctetsPerRun' },
  { kind: 'end', connection: 1, at: 5, direction: 'client-to-server' },
  { kind: 'close', connection: 1, at: 6, how: 'reset' },
]

test('what is packed is unpacked the same', () => {
  expect(unpackBatch(packBatch('run', 0, RECORDS))).toEqual(RECORDS)
})

test('the octets may arrive as an ArrayBuffer, as some transports hand them over', () => {
  const batch = packBatch('run', 7, RECORDS)
  const octets = batch.octets.slice().buffer as unknown as Uint8Array
  expect(unpackBatch({ ...batch, octets })).toEqual(RECORDS)
})

test('an empty batch has no records', () => {
  expect(unpackBatch(packBatch('run', 0, []))).toEqual([])
})
