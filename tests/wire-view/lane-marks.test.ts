import { describe, expect, test } from 'vitest'
import { heldSpan, LaneMarks, nearestUnit } from '#site/wire-view/lane-marks.ts'
import { LaneScale } from '#site/wire-view/lane-scale.ts'
import { UnitIndex } from '#site/wire-view/unit-index.ts'
import type { TracedConnection } from '#wire/trace.ts'
import { CHUNKED, logOf, passed, REQUEST } from './traces.ts'

const BAND = { top: 4, height: 12 }
const CHUNK = '1b\r\nwrite 1 of the server ....\n\r\n'

function laneOf(...chunksAt: readonly number[]) {
  const log = logOf(
    passed(1, 0, 'client-to-server', REQUEST),
    passed(1, 1, 'server-to-client', CHUNKED),
    ...chunksAt.map((at) => passed(1, at, 'server-to-client', CHUNK)),
  )
  const index = new UnitIndex(log)
  index.update()
  const connection = log.trace.connection(1) as TracedConnection
  return { log, index, connection, marks: new LaneMarks(connection, 'server-to-client') }
}

function count(path: string): number {
  return path.split('z').length - 1
}

describe('marks of a lane', () => {
  test('control data and content are drawn apart, one mark a unit', () => {
    const { index, marks } = laneOf(100, 200, 300)
    marks.update(index, LaneScale.over([{ start: 0, end: 300 }], 600))
    expect(count(marks.control(BAND))).toBe(1)
    expect(count(marks.content(BAND))).toBe(3)
  })

  test('units on the same pixels are one mark, so that a lane never has more marks than pixels', () => {
    const { index, marks } = laneOf(...Array.from({ length: 3000 }, (_, place) => 10 + place / 10))
    marks.update(index, LaneScale.over([{ start: 0, end: 310 }], 600))
    expect(count(marks.content(BAND))).toBeLessThan(300)
  })

  test('an update adds what is new, and a new scale draws everything anew', () => {
    const { log, index, marks } = laneOf(100)
    const scale = LaneScale.over([{ start: 0, end: 300 }], 600)
    marks.update(index, scale)
    log.append(passed(1, 200, 'server-to-client', CHUNK))
    index.update()
    marks.update(index, scale)
    const grown = marks.content(BAND)
    expect(count(grown)).toBe(2)
    marks.update(index, LaneScale.over([{ start: 0, end: 900 }], 600))
    expect(count(marks.content(BAND))).toBe(2)
    expect(marks.content(BAND)).not.toBe(grown)
  })

  test('a click selects the nearest unit of the side that was clicked', () => {
    const { index } = laneOf(100, 200)
    const scale = LaneScale.over([{ start: 0, end: 300 }], 600)
    const near = nearestUnit(index, 1, 'server-to-client', scale, scale.x(200) - 10)
    expect(near?.logged.startedAt).toBe(200)
    expect(nearestUnit(index, 1, 'server-to-client', scale, scale.x(290))).toBeUndefined()
  })
})

test('the emulated path holds client octets after they are seen, server octets before', () => {
  expect(heldSpan('client-to-server', 100, 50)).toEqual({ start: 100, end: 150 })
  expect(heldSpan('server-to-client', 100, 50)).toEqual({ start: 50, end: 100 })
})
