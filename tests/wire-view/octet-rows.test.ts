import { describe, expect, test } from 'vitest'
import { MARK, marksText, octetCells, rowCount, spokenCell } from '#site/wire-view/octet-rows.ts'
import { UnitIndex } from '#site/wire-view/unit-index.ts'
import type { TracedConnection } from '#wire/trace.ts'
import { CHUNKED, logOf, passed, REQUEST } from './traces.ts'

const log = logOf(
  passed(1, 0, 'client-to-server', REQUEST),
  passed(1, 1, 'server-to-client', `${CHUNKED}5\r\nhel`),
  passed(1, 2, 'server-to-client', 'lo\r\n'),
)
const index = new UnitIndex(log)
index.update()
const connection = log.trace.connection(1) as TracedConnection
const START = CHUNKED.length

function cells(start: number, end: number) {
  return octetCells(
    connection.streams['server-to-client'].octets,
    { start, end },
    index.unitsIn(1, 'server-to-client', { start, end }),
    connection.passages['server-to-client'],
  )
}

describe('cells', () => {
  test('know the smallest part of every octet', () => {
    expect(cells(START, START + 6).map(({ segment }) => segment?.part.name)).toEqual([
      'chunk-size',
      'CRLF',
      'CRLF',
      'chunk-data',
      'chunk-data',
      'chunk-data',
    ])
  })

  test('are ruled where a unit and where a part begins, not where a row does', () => {
    expect(cells(START, START + 4).map(({ edge }) => edge)).toEqual(['unit', 'part', 'none', 'part'])
    expect(cells(START + 5, START + 7).map(({ edge }) => edge)).toEqual(['none', 'none'])
  })

  test('tell where a socket write ended', () => {
    const ends = cells(0, START + 10).filter(({ endsPassage }) => endsPassage)
    expect(ends.map(({ offset }) => offset)).toEqual([START + 5, START + 9])
  })

  test('end where the octets do', () => {
    expect(cells(START + 8, START + 24)).toHaveLength(2)
    expect(rowCount(START + 10, 16)).toBe(4)
  })

  test('speak: offset, hexadecimal, character, part', () => {
    const [, carriageReturn] = cells(START, START + 2)
    expect(carriageReturn && spokenCell(carriageReturn)).toBe(
      `octet ${START + 1}, hex 0d, carriage return, in CRLF of chunk`,
    )
  })

  test('of octets that no unit claims yet speak without a part', () => {
    const [cell] = octetCells(new Uint8Array([0xff]), { start: 0, end: 1 }, [], [])
    expect(cell && spokenCell(cell)).toBe('octet 0, hex ff, not US-ASCII')
  })
})

test('marks are the same text as long as the row looks the same', () => {
  const marks = { unit: [{ start: 0, end: 100 }], selected: [{ start: 18, end: 20 }], hovered: [], lit: [] }
  const row = { start: 16, end: 24 }
  const text = marksText(row, marks, 18)
  expect([...text].map((flags) => flags.charCodeAt(0))).toEqual([
    MARK.unit,
    MARK.unit,
    MARK.unit | MARK.selected | MARK.cursor,
    MARK.unit | MARK.selected,
    MARK.unit,
    MARK.unit,
    MARK.unit,
    MARK.unit,
  ])
  expect(marksText(row, { ...marks, hovered: [{ start: 30, end: 40 }] }, 18)).toBe(text)
})
