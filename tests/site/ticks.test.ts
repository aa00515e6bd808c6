/** The tick of a lesson: hostile or damaged storage ticks nothing. */
import { expect, test } from 'vitest'
import { passedExercises } from '#site/components/ticks.ts'

test('passed exercises of a lesson are counted', () => {
  const stored = '{"http/keep-alive":{"one":true,"two":true},"http/message-end":{"one":true}}'
  expect(passedExercises(stored, 'http/keep-alive')).toBe(2)
})

test.each([null, '', 'not json', 'null', '[]', '{"http/keep-alive":"yes"}', '{"http/keep-alive":{"one":"true"}}'])(
  'storage of %s counts as nothing',
  (stored) => {
    expect(passedExercises(stored, 'http/keep-alive')).toBe(0)
  },
)
