/** Which recording fits the switches, and which others are near. */
import { describe, expect, test } from 'vitest'
import { bench } from '#labs/bench/lab.ts'
import { type Lab, parseSwitches } from '#labs/lab.ts'
import { messageEnd } from '#labs/message-end/lab.ts'
import { othersFor, presetFor } from '#site/recorded/recordings.ts'

const lab = messageEnd as unknown as Lab
const theBench = bench as unknown as Lab

describe('the recording of these switches', () => {
  test('is the one with all of them', () => {
    expect(presetFor(lab, parseSwitches(lab, {}))?.name).toBe('chunked')
    expect(presetFor(lab, parseSwitches(lab, { framing: 'length' }))?.name).toBe('length')
  })

  test('is none where one differs', () => {
    expect(presetFor(lab, parseSwitches(lab, { writes: 7 }))).toBeUndefined()
  })

  test('need not agree in a switch that makes no difference', () => {
    // How long a poll is held is nothing to a stream.
    const values = parseSwitches(theBench, { pollHold: 2000 })
    expect(presetFor(theBench, values)?.name).toBe('fetch-stream')
  })
})

describe('other recordings', () => {
  test('come with the switches to change, the nearest first', () => {
    const others = othersFor(lab, parseSwitches(lab, { writes: 7 }), Object.keys(lab.switches))
    expect(others[0]?.preset.name).toBe('chunked')
    expect(others[0]?.changes).toEqual(['Writes: 5'])
    const counts = others.map(({ changes }) => changes.length)
    expect(counts).toEqual(counts.toSorted((one, other) => one - other))
  })

  test('are not offered where a switch would change that the reader does not see', () => {
    const others = othersFor(lab, parseSwitches(lab, { writes: 7 }), ['framing', 'writes'])
    expect(others.map(({ preset }) => preset.name)).not.toContain('xhr')
    expect(others.map(({ preset }) => preset.name)).toContain('length')
  })
})
