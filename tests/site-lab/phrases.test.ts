/** Phrases in the prose find the octets they speak of. */
import { describe, expect, test } from 'vitest'
import { matchesOf, selectionOf } from '#site/lab/phrases.ts'
import { chunkedExchange, logOfRecords, runInfo } from './runs.ts'

const log = logOfRecords(runInfo('r1'), chunkedExchange(1))
const textOf = (target: Parameters<typeof matchesOf>[1]) =>
  matchesOf(log, target).map((match) => {
    const selection = selectionOf(match)
    return selection && log.trace.connection(1)?.streams[selection.direction].text(selection.range)
  })

describe('a phrase', () => {
  test('names every unit of a kind', () => {
    expect(matchesOf(log, { unit: 'chunk' })).toHaveLength(2)
  })

  test('names a part, wherever it is', () => {
    expect(textOf({ part: 'chunk-size' })).toEqual(['3', '3', '0'])
    expect(textOf({ part: 'request-target' })).toEqual(['/message'])
  })

  test('a part that is a unit by itself is that unit', () => {
    expect(textOf({ part: 'last-chunk' })).toEqual(['0\r\n'])
  })

  test('names a part of one kind of unit only', () => {
    expect(textOf({ unit: 'response', part: 'field-name' })).toEqual(['Transfer-Encoding'])
  })

  test.each([{}, { unit: 'frame' }, { part: 'masking-key' }, { unit: 'request', part: 'chunk-size' }])(
    '%j finds nothing',
    (target) => {
      expect(matchesOf(log, target)).toEqual([])
    },
  )
})
