/** The registry of formats: each has what a page and the command line need, and takes any run. */
import { describe, expect, test } from 'vitest'
import { EXPORT_FORMATS, exportFormat } from '#wire/formats/export.ts'
import { exported, fileOf, recordsOf, runOf } from './runs.ts'

test('ids, extensions and titles are told apart', () => {
  for (const property of ['id', 'extension', 'title'] as const) {
    expect(new Set(EXPORT_FORMATS.map((format) => format[property])).size).toBe(EXPORT_FORMATS.length)
  }
  expect(EXPORT_FORMATS.map(({ id }) => id)).toEqual(['pcapng', 'har', 'text', 'recording'])
  expect(exportFormat('zip')).toBeUndefined()
})

describe.each(EXPORT_FORMATS)('$id', ({ id, isBinary }) => {
  test('takes an empty run', () => {
    expect(fileOf(id, exported([])).length).toBeGreaterThan(0)
  })

  test('is text unless it says otherwise', () => {
    expect(typeof fileOf(id, runOf(['>', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n']))).toBe(isBinary ? 'object' : 'string')
  })

  test('takes the first and the last of times', () => {
    const at = [-8.64e15, 8.64e15]
    const records = at.flatMap((time, place) => recordsOf([['>', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', time]], place))
    expect(() => fileOf(id, exported(records))).not.toThrow()
  })

  test('takes octets that are nothing', () => {
    const garbage = Uint8Array.from({ length: 512 }, (_, at) => at & 0xff)
    expect(() => fileOf(id, runOf(['>', garbage], ['<', garbage]))).not.toThrow()
  })
})
