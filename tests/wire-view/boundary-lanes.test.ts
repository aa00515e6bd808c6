import { describe, expect, test } from 'vitest'
import { streamShown } from '#site/wire-tools/boundaries/choices.ts'
import { drawJoins, drawLane, drawTimes, LANE_GAP, type Window } from '#site/wire-tools/boundaries/paths.ts'
import { boundariesSentence, cellSentence, countedCells, observedWords } from '#site/wire-tools/boundaries/words.ts'
import { UnitIndex } from '#site/wire-view/unit-index.ts'
import { type Boundaries, boundariesOf } from '#wire/boundaries.ts'
import type { BoundaryCell, BoundaryLane } from '#wire/boundary-lane.ts'
import '#wire/dissectors/all.ts'
import type { RecordedEvent } from '#wire/formats/recording.ts'
import type { TracedConnection } from '#wire/trace.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { CHUNKED, logOf, passed, REQUEST } from './traces.ts'

const reads = (...octets: readonly number[]): readonly RecordedEvent[] =>
  octets.map((count, at) => ({ at: 20 + at, what: 'read()', octets: count }))

function ruled(log: UnitLog, script: readonly RecordedEvent[], contentOnly = true): Boundaries {
  const connection = log.trace.connection(1) as TracedConnection
  return boundariesOf(log, script, { connection, direction: 'server-to-client', contentOnly })
}

/** Three chunks of ten octets in two writes. */
const chunk = 'a\r\n0123456789\r\n'
const log = logOf(
  passed(1, 1, 'client-to-server', REQUEST),
  passed(1, 2, 'server-to-client', CHUNKED),
  passed(1, 10, 'server-to-client', chunk),
  passed(1, 12, 'server-to-client', chunk + chunk),
)
const boundaries = ruled(log, reads(20, 10))
const [script, chunks, socket] = boundaries.lanes as readonly [BoundaryLane, BoundaryLane, BoundaryLane]

/** As wide as the octets, ten pixels each. */
const window: Window = { from: 0, to: 300, x: (position) => position * 10, position: (x) => x / 10 }

describe('in words', () => {
  test('the figure says what came in what, and which boundaries are shared', () => {
    expect(boundariesSentence(boundaries)).toBe(
      '3 chunks came in 2 socket writes and 2 reads by the script. Of 2 boundaries between chunks, 1 is shared with socket writes and 1 with reads.',
    )
  })

  test('boundaries that are never or always shared are said so', () => {
    expect(boundariesSentence(ruled(log, reads(5, 10, 10, 5)))).toContain(
      '1 is shared with socket writes and none with reads',
    )
    expect(boundariesSentence(ruled(log, reads(10, 10, 10)))).toContain('all with reads')
  })

  test('a capture has pieces, no writes; and of octets that were rebuilt nobody knows them', () => {
    const connection = log.trace.connection(1) as TracedConnection
    const scope = { connection, direction: 'server-to-client', contentOnly: true } as const
    expect(boundariesSentence(boundariesOf(log, [], { ...scope, passedAs: 'piece' }))).toMatch(
      /^3 chunks came in 2 captured pieces\. .* 1 is shared with captured pieces\.$/,
    )
    expect(boundariesSentence(boundariesOf(log, [], { ...scope, passedAs: 'none' }))).toBe('3 chunks.')
    expect(observedWords('nobody', 'server-to-client')).toContain('written anew')
  })

  test('only what carries the uppermost units is what they came in', () => {
    const events = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 11\r\n\r\ndata: one\n\n'
    const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
    const two = logOf(
      passed(1, 1, 'client-to-server', REQUEST + REQUEST),
      passed(1, 2, 'server-to-client', events),
      passed(1, 3, 'server-to-client', plain),
    )
    expect(boundariesSentence(ruled(two, []))).toMatch(/^1 event came in 1 message-body and 1 socket write\./)
  })

  test('a figure without boundaries says only what came', () => {
    const one = logOf(
      passed(1, 1, 'client-to-server', REQUEST),
      passed(1, 2, 'server-to-client', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
    )
    expect(boundariesSentence(ruled(one, []))).toBe('1 message-body came in 1 socket write.')
  })

  test('a cell says where it lies on the wire, when it was complete, and what ends with it', () => {
    const first = CHUNKED.length
    expect(cellSentence(chunks, chunks.cell(0) as BoundaryCell, boundaries)).toBe(
      `chunk 1, octets ${first} to ${first + 14}, 15 octets, at 10.0 ms; ends with write 1`,
    )
    expect(cellSentence(chunks, chunks.cell(1) as BoundaryCell, boundaries)).toMatch(/; ends with read\(\) 1$/)
    const lone = ruled(log, reads(5, 25))
    expect(cellSentence(lone.lanes[0] as BoundaryLane, lone.lanes[0]?.cell(0) as BoundaryCell, lone)).toMatch(
      /no other boundary where it ends$/,
    )
  })

  test.each([
    [1, 'message-body', '1 message-body'],
    [2, 'message-body', '2 message-bodies'],
    [3, 'DATA', '3 DATA frames'],
    [1, 'read()', '1 read'],
    [2, 'readyState 3', '2 × readyState 3'],
  ])('%i cells called %s are %s', (count, name, words) => {
    expect(countedCells(count, name)).toBe(words)
  })
})

describe('as drawn', () => {
  test('every cell is a shape, by turns in two shades, with its name and octets', () => {
    const { even, odd, dense, labels } = drawLane(chunks, 0, boundaries, window)
    expect([even, odd].map((path) => path.match(/M/g)?.length)).toEqual([2, 1])
    expect(dense).toBe('')
    expect(labels.map(({ text }) => text)).toEqual(['chunk 1 · 10', 'chunk 2 · 10', 'chunk 3 · 10'])
  })

  test('cells that are too narrow to be told apart are one stretch', () => {
    const far: Window = { ...window, x: (position) => position / 10, position: (x) => x * 10 }
    const { even, odd, dense } = drawLane(chunks, 0, boundaries, far)
    expect([even, odd, dense.match(/M/g)?.length]).toEqual(['', '', 1])
  })

  test('a boundary that lanes share goes through the gap, through lanes without it dotted; a lone one is a stub', () => {
    const { shared, through, lone } = drawJoins([script, chunks, socket], window)
    // Script and chunks share 20, chunks and socket share 10.
    expect(shared.match(/M\d+/g)).toEqual(['M200', 'M100'])
    expect(shared).toContain(`v${LANE_GAP}`)
    expect(through).toBe('')
    expect(lone.match(/M\d+/g)).toEqual(['M200', 'M100'])
    const apart = drawJoins([script, socket, chunks], window)
    expect(apart.through.match(/M200/g)).toHaveLength(3)
  })

  test('on the time axis, what was complete at one moment is one mark with a count', () => {
    const { marks, labels } = drawTimes(chunks, 0, (at) => at * 10, window)
    expect(marks.match(/M/g)).toHaveLength(2)
    expect(labels.map(({ text }) => text)).toEqual(['×2'])
  })
})

test('what is ruled is what the reader chose, or what is selected, or what the server sent', () => {
  const index = new UnitIndex(log)
  index.update()
  const [asked] = index.rows
  const connection = log.trace.connection(1) as TracedConnection
  const chosen = { connection, direction: 'server-to-client', key: '', text: '' } as const
  const selection = { connection: 1, direction: 'client-to-server', range: { start: 0, end: 1 }, part: [] } as const
  expect(asked?.direction).toBe('client-to-server')
  expect(streamShown(index, undefined, undefined)?.direction).toBe('server-to-client')
  expect(streamShown(index, undefined, selection)?.direction).toBe('client-to-server')
  expect(streamShown(index, chosen, selection)?.direction).toBe('server-to-client')
  expect(streamShown(undefined, undefined, undefined)).toBeUndefined()
})
