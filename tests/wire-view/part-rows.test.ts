import { describe, expect, test } from 'vitest'
import { MAX_PARTS_LISTED, partRows } from '#site/wire-view/part-rows.ts'
import type { Pdu } from '#wire/pdu.ts'
import { logOf, passed } from './traces.ts'

const request = logOf(passed(1, 0, 'client-to-server', 'GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n')).units[0]
  ?.unit as Pdu

function shown(toggled: ReadonlyMap<string, boolean>, selected: readonly number[] = []) {
  return partRows(request, toggled, selected).map(({ part, path }) => `${' '.repeat(path.length)}${part.name}`)
}

describe('the tree of parts', () => {
  test('opens what is there once; field lines start closed', () => {
    expect(shown(new Map())).toEqual([
      'request',
      ' request-line',
      '  method',
      '  SP',
      '  request-target',
      '  SP',
      '  HTTP-version',
      ' CRLF',
      ' field-line',
      ' CRLF',
      ' field-line',
      ' CRLF',
      ' empty-line',
    ])
  })

  test('shows the way to what is selected, whatever was closed', () => {
    const rows = shown(
      new Map([
        ['', false],
        ['2', false],
      ]),
      [2, 0],
    )
    expect(rows).toContain('  field-name')
  })

  test('keeps what the reader closed', () => {
    expect(shown(new Map([['0', false]]))).not.toContain('  method')
  })

  test('counts places among siblings from 1', () => {
    const [unit, line, method] = partRows(request, new Map(), [])
    expect(unit).toMatchObject({ place: 1, siblings: 1 })
    expect(line).toMatchObject({ place: 1, siblings: 7 })
    expect(method).toMatchObject({ place: 1, siblings: 5, open: undefined })
  })
})

test('of thousands of field lines the first are listed, and the selected one', () => {
  const many = logOf(passed(1, 0, 'client-to-server', `GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(5000)}\r\n`)).units[0]
    ?.unit as Pdu
  const rows = partRows(many, new Map(), [9000])
  expect(rows.length).toBeLessThan(2 * MAX_PARTS_LISTED)
  expect(rows.at(-1)).toMatchObject({ key: '9000', part: { name: 'field-line' } })
  expect(rows[0]?.unlisted).toBeGreaterThan(9000)
})
