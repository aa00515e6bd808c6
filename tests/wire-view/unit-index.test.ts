import { describe, expect, test } from 'vitest'
import { UnitIndex } from '#site/wire-view/unit-index.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { CHUNKED, logOf, open, passed, REQUEST, RUN } from './traces.ts'

function names(index: UnitIndex): readonly string[] {
  return index.rows.map((row) => (row.kind === 'gap' ? 'gap' : `${row.connection.id} ${row.logged.unit.name}`))
}

describe('the order of rows', () => {
  test('units of several connections stand in the order in which their first octets passed', () => {
    const index = new UnitIndex(
      logOf(
        passed(1, 1, 'client-to-server', REQUEST),
        passed(2, 2, 'client-to-server', REQUEST),
        passed(2, 3, 'server-to-client', CHUNKED),
        passed(1, 4, 'server-to-client', CHUNKED),
      ),
    )
    index.update()
    expect(names(index)).toEqual(['1 request', '2 request', '2 response', '1 response'])
  })

  test('a unit that arrives slowly keeps the row where it began', () => {
    const log = new UnitLog(RUN)
    const index = new UnitIndex(log)
    log.append(passed(1, 1, 'client-to-server', 'GET /slow HT'))
    index.update()
    log.append(passed(2, 2, 'client-to-server', REQUEST))
    index.update()
    expect(names(index)).toEqual(['1 request', '2 request'])
    expect(index.rows[0]).toMatchObject({ arriving: true })

    log.append(passed(1, 3, 'client-to-server', 'TP/1.1\r\nHost: a\r\n\r\n'))
    index.update()
    expect(names(index)).toEqual(['1 request', '2 request'])
    expect(index.rows[0]).toMatchObject({ arriving: false, at: 1 })
  })

  test('a row that did not change is the same object, so that it is not drawn again', () => {
    const log = logOf(passed(1, 1, 'client-to-server', REQUEST), passed(2, 2, 'client-to-server', 'GET'))
    const index = new UnitIndex(log)
    index.update()
    const before = [...index.rows]
    log.append(passed(3, 3, 'client-to-server', REQUEST))
    index.update()
    expect(index.rows[0]).toBe(before[0])
    expect(index.rows[1]).toBe(before[1])
  })

  test('octets that were not kept are a row, and only one a direction however they were cut', () => {
    const log = logOf(passed(1, 1, 'client-to-server', REQUEST))
    const index = new UnitIndex(log)
    for (const at of [2, 3]) {
      log.append({
        kind: 'gap',
        connection: 1,
        at,
        direction: 'server-to-client',
        octets: 617,
        limit: 'maxOctetsPerRun',
      })
      index.update()
    }
    expect(names(index)).toEqual(['1 request', 'gap'])
    expect(index.rows[1]).toMatchObject({ at: 2, gap: { octets: 1234, limit: 'maxOctetsPerRun' } })
  })
})

describe('looking up', () => {
  const index = new UnitIndex(
    logOf(
      open(1, 0),
      passed(1, 1, 'client-to-server', REQUEST.repeat(3)),
      passed(1, 2, 'server-to-client', `${CHUNKED}5\r\nhello\r\n3\r\nwo`),
    ),
  )
  index.update()

  test('finds the place of a row among many that began in the same read', () => {
    for (const [place, row] of index.rows.entries()) expect(index.placeOf(row)).toBe(place)
  })

  test('finds the units that have octets in a range, the arriving one included', () => {
    const whole = { start: 0, end: 10_000 }
    const found = index.unitsIn(1, 'server-to-client', whole).map((row) => row.logged.unit.name)
    expect(found).toEqual(['response', 'chunk', 'chunk'])
    const from = CHUNKED.length
    const touching = index.unitsIn(1, 'server-to-client', { start: from, end: from + 1 })
    expect(touching.map((row) => row.key)).toEqual([`1/s2c-${from}`])
  })

  test('finds nothing on a connection that does not exist', () => {
    expect(index.unitsIn(7, 'client-to-server', { start: 0, end: 1 })).toEqual([])
  })

  test('counts the exchanges of a connection', () => {
    expect(index.exchanges(1)).toBe(3)
    expect(index.exchanges(2)).toBe(0)
  })
})
