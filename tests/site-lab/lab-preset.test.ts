/** A lesson's preset, and links that bring switches back. */
import { describe, expect, test } from 'vitest'
import type { Lab } from '#labs/lab.ts'
import { messageEnd } from '#labs/message-end/lab.ts'
import { fragmentOf, isFragmentOf, presetOf, restoreFragment } from '#site/lab/lab-preset.ts'

const LAB = messageEnd as unknown as Lab
const landing = presetOf(LAB, { writes: 6, interval: 250 }, ['framing', 'writes'])

describe('a preset', () => {
  test('gives the switches other first values, and hides those a lesson does not need', () => {
    expect(Object.keys(landing.shown.switches)).toEqual(['framing', 'writes'])
    expect(landing.shown.switches.writes?.initial).toBe(6)
    expect(landing.values).toMatchObject({ writes: 6, interval: 250, size: 27 })
  })

  test('without a list every switch is shown', () => {
    expect(Object.keys(presetOf(LAB).shown.switches)).toEqual(Object.keys(LAB.switches))
  })

  test.each([
    ['a value out of range', { writes: 21 }, undefined, 'is a whole number from 1 to 20'],
    ['a switch the lab does not have', { colour: 'red' }, undefined, 'has no switch "colour"'],
    ['an exposed switch the lab does not have', {}, ['colour'], 'has no switch "colour"'],
  ])('%s is refused with a sentence', (_, preset, expose, sentence) => {
    expect(() => presetOf(LAB, preset, expose)).toThrow(sentence)
  })
})

describe('a link to switches', () => {
  test('holds what differs from the preset, and nothing when nothing does', () => {
    expect(fragmentOf(landing, landing.values)).toBe('')
    expect(fragmentOf(landing, { ...landing.values, framing: 'close' })).toBe('#lab=message-end&framing=close')
  })

  test("a switch set back to the lab's own first value differs from the preset", () => {
    expect(fragmentOf(landing, { ...landing.values, writes: 5 })).toBe('#lab=message-end&writes=5')
  })

  test('brings back the very values it was made from', () => {
    const values = { ...presetOf(LAB).values, framing: 'length', writes: 20, trailers: true, interval: 0 }
    expect(restoreFragment(presetOf(LAB), fragmentOf(presetOf(LAB), values))).toEqual({ values, problems: [] })
  })

  test.each(['', '#sources', '#lab=keep-alive&requests=3'])('%j is not for this lab', (fragment) => {
    expect(isFragmentOf(landing, fragment)).toBe(false)
    expect(restoreFragment(landing, fragment)).toEqual({ values: landing.values, problems: [] })
  })

  test('a value that cannot be leaves its switch at the preset and says so; the others hold', () => {
    const restored = restoreFragment(landing, '#lab=message-end&writes=1000&framing=close&colour=red')
    expect(restored.values).toEqual({ ...landing.values, framing: 'close' })
    expect(restored.problems).toEqual([
      'The switch "writes" is a whole number from 1 to 20.',
      'The lab message-end has no switch "colour". It has: framing, writes.',
    ])
  })

  test('a hidden switch cannot be set by a link', () => {
    expect(restoreFragment(landing, '#lab=message-end&interval=0').values.interval).toBe(250)
  })

  test('a link may select a unit, which is no switch', () => {
    const restored = restoreFragment(presetOf(LAB), '#lab=message-end&writes=3&select=1/s2c-120:2')
    expect(restored).toMatchObject({ selection: { unit: '1/s2c-120', part: [2] }, problems: [] })
  })
})
