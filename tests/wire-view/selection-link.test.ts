/** A link to a selection says which unit and which part, and nothing else is taken from it. */
import { expect, test } from 'vitest'
import { parseSelection, selectionText } from '#site/wire-view/selection-link.ts'

const selection = { connection: 1, direction: 'server-to-client', range: { start: 120, end: 122 } } as const

test.each([
  ['1/s2c-120', [], '1/s2c-120'],
  ['1/s2c-120', [2, 0], '1/s2c-120:2.0'],
  ['12/s2c-event-7', [1], '12/s2c-event-7:1'],
])('unit %s, part %j', (unit, part, text) => {
  expect(selectionText({ ...selection, unit, part })).toBe(text)
  expect(parseSelection(text)).toEqual({ unit, part })
})

test('octets without a unit have no link', () => {
  expect(selectionText({ ...selection, part: [] })).toBeUndefined()
})

test.each(['', 'x', '1/', '1/s2c-1:<b>', `1/${'x'.repeat(81)}`, '1/s2c-1 2'])('%j is no selection', (text) => {
  expect(parseSelection(text)).toBeUndefined()
})
