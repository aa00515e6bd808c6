import { describe, expect, test } from 'vitest'
import { partRows } from '#site/wire-view/part-rows.ts'
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
