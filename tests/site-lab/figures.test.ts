/** The table of what changed between two runs. */
import { describe, expect, test } from 'vitest'
import { keepAlive } from '#labs/keep-alive/lab.ts'
import type { Lab } from '#labs/lab.ts'
import { switchChanges } from '#labs/switch-changes.ts'
import { figureRows, figuresOf, type RunFigures } from '#site/lab/figures.ts'
import { chunkedExchange, logOfRecords, runInfo } from './runs.ts'

function figures(more: Partial<RunFigures['facts']>): RunFigures {
  return {
    run: 'r',
    switches: {},
    facts: {
      connections: 1,
      exchanges: 6,
      chunks: 0,
      faults: 0,
      octets: { 'client-to-server': 3486, 'server-to-client': 2045 },
      durationMs: 1407,
      firstResponseMs: 201,
      ...more,
    },
  }
}

const row = (name: string, now?: RunFigures, before?: RunFigures) =>
  figureRows(now, before).find((figure) => figure.name === name)

describe('the table', () => {
  test('has all its rows before the first run, so that nothing moves when figures come', () => {
    expect(figureRows()).toHaveLength(7)
    for (const { now, before, difference } of figureRows()) expect([now, before, difference]).toEqual(['–', '–', '–'])
  })

  test('sets a run beside the one before, with the difference and its share', () => {
    expect(row('Connections', figures({ connections: 6 }), figures({}))).toEqual({
      name: 'Connections',
      now: '6',
      before: '1',
      difference: '+5 (+500 %)',
    })
    expect(row('First octet to last', figures({ durationMs: 612 }), figures({ durationMs: 1224 }))).toMatchObject({
      now: '612 ms',
      difference: '−612 ms (−50 %)',
    })
  })

  test('says that a figure is the same, where no printed digit differs', () => {
    expect(row('Exchanges', figures({}), figures({}))?.difference).toBe('the same')
    expect(row('First response after', figures({ firstResponseMs: 1.24 }), figures({ firstResponseMs: 1.21 }))).toEqual(
      expect.objectContaining({ now: '1.2 ms', before: '1.2 ms', difference: 'the same' }),
    )
  })

  test('a share of nothing is not told', () => {
    expect(row('Chunks', figures({ chunks: 5 }), figures({ chunks: 0 }))?.difference).toBe('+5')
  })

  test('a response that never came is a dash, with no difference', () => {
    expect(row('First response after', figures({ firstResponseMs: undefined }), figures({}))).toMatchObject({
      now: '–',
      difference: '–',
    })
  })

  test('is counted from the octets', () => {
    const log = logOfRecords(runInfo('r1'), [...chunkedExchange(1), ...chunkedExchange(2, 10)])
    const rows = figureRows(figuresOf(log))
    expect(rows.slice(0, 3).map(({ name, now }) => `${name}: ${now}`)).toEqual([
      'Connections: 2',
      'Exchanges: 2',
      'Chunks: 4',
    ])
  })
})

describe('the switches in which two runs differ', () => {
  const before = { requests: 6, order: 'sequence', keepAlive: true, roundTrip: 100 }

  test('are told in the words of the panel', () => {
    const now = { requests: 40, order: 'parallel', keepAlive: false, roundTrip: 0 }
    expect(switchChanges(keepAlive as unknown as Lab, now, before)).toEqual([
      'Requests: 40, before 6',
      'Order: In parallel, before One after another',
      'Keep-alive: off, before on',
      'Round-trip time: 0 ms, before 100 ms',
    ])
  })

  test('are none when none was touched', () => {
    expect(switchChanges(keepAlive as unknown as Lab, before, before)).toEqual([])
  })
})
