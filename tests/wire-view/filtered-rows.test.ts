/** What a filter leaves of the rows while a log grows. */
import { describe, expect, test } from 'vitest'
import { FilteredRows } from '#site/wire-tools/filter/filtered-rows.ts'
import { UnitIndex } from '#site/wire-view/unit-index.ts'
import { knownLayers } from '#wire/dissectors/all.ts'
import { parseFilter } from '#wire/filter/parse.ts'
import { filterWords } from '#wire/filter/words.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { CHUNKED, passed, REQUEST, RUN } from './traces.ts'

const words = filterWords(knownLayers())

function filtered(typed: string, index: UnitIndex): FilteredRows {
  const { filter, problems } = parseFilter(typed, words)
  expect(problems).toEqual([])
  return new FilteredRows(index, filter)
}

function keysOf(rows: FilteredRows): readonly string[] {
  rows.advance(() => false)
  return rows.list().rows.map(({ key }) => key)
}

describe('the rows that are left', () => {
  const log = new UnitLog(RUN)
  log.append(passed(1, 1, 'client-to-server', REQUEST))
  log.append(passed(2, 2, 'client-to-server', REQUEST))
  log.append(passed(2, 3, 'server-to-client', `${CHUNKED}3\r\nabc\r\n`))
  log.append(passed(1, 4, 'server-to-client', `${CHUNKED}3\r\nxyz\r\n`))
  const index = new UnitIndex(log)
  index.update()

  test('stand in the order of the whole list, under the same keys', () => {
    for (const typed of ['chunks', 'from the client', 'connection 2', 'containing abc']) {
      const keys = keysOf(filtered(typed, index))
      expect(index.rows.map(({ key }) => key).filter((key) => keys.includes(key))).toEqual(keys)
      expect(keys.length).toBeGreaterThan(0)
    }
  })

  test('have a place in what is left; the others have none', () => {
    const rows = filtered('chunks', index)
    rows.advance(() => false)
    const list = rows.list()
    for (const [place, row] of list.rows.entries()) expect(list.placeOf(row)).toBe(place)
    const request = index.rows.find(({ key }) => key === '1/c2s-0')
    expect(request && list.placeOf(request)).toBe(-1)
  })

  test('come in slices: what has been asked about is there', () => {
    const long = new UnitLog(RUN)
    long.append(passed(1, 1, 'server-to-client', CHUNKED + '1\r\na\r\n'.repeat(1000)))
    const rows = filtered('chunks', new UnitIndex(long))
    let slices = 1
    while (!rows.advance(() => true)) slices += 1
    expect(slices).toBeGreaterThan(10)
    expect(rows.list().rows).toHaveLength(1000)
  })
})

describe('a unit that is arriving', () => {
  test('is left while it fits, and once when it is complete', () => {
    const log = new UnitLog(RUN)
    const index = new UnitIndex(log)
    const rows = filtered('larger than 100 octets', index)
    log.append(passed(1, 1, 'client-to-server', `GET /${'a'.repeat(50)}`))
    index.update()
    expect(keysOf(rows)).toEqual([])
    log.append(passed(1, 2, 'client-to-server', 'a'.repeat(60)))
    index.update()
    expect(keysOf(rows)).toEqual(['1/c2s-0'])
    log.append(passed(1, 3, 'client-to-server', ' HTTP/1.1\r\nHost: a\r\n\r\n'))
    index.update()
    expect(keysOf(rows)).toEqual(['1/c2s-0'])
    expect(rows.list().rows[0]).toMatchObject({ arriving: false })
  })
})
