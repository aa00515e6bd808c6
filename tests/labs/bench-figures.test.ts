/** What the task cost: latencies from sending to arriving, octets beside the messages, and what was lost or cut. */
import { describe, expect, test } from 'vitest'
import { benchFigures } from '#labs/bench/figures.ts'
import { readMessage, readReport, writeMessage, writeReport } from '#labs/bench/task-message.ts'
import { judge } from '#labs/bench/verdict.ts'
import type { ScriptEvent } from '#labs/lab-client.ts'
import { NO_CONTENT, OctetTrace, post } from '../content/octet-trace.ts'

const down = (number: number, sentAt: number, at: number): ScriptEvent => ({
  what: 'message down',
  at,
  octets: 60,
  detail: `down ${number} sent at ${sentAt.toFixed(3)} ms`,
})
const up = (number: number, at: number): ScriptEvent => ({
  what: 'message up',
  at,
  octets: 60,
  detail: `up ${number} sent at ${at.toFixed(3)} ms`,
})
const report = (at: number, ...arrivals: readonly (number | null)[]): ScriptEvent => ({
  what: 'report',
  at,
  octets: 20,
  detail: new TextDecoder().decode(writeReport(arrivals)),
})

const log = new OctetTrace()
  .up(1, 0, post('bench/post/', 'x'.repeat(60)))
  .down(1, 5, NO_CONTENT)
  .evidence('bench').log
const figures = (script: readonly ScriptEvent[], asked = { messagesDown: 3, messagesUp: 2 }) =>
  benchFigures(log, script, asked)

describe('a message of the task', () => {
  test('has the size it is asked for, and says who it is', () => {
    const message = writeMessage({ way: 'up', number: 7, at: 1234.5 }, 60)
    expect(message).toHaveLength(60)
    expect(readMessage(message)).toEqual({ way: 'up', number: 7, at: 1234.5 })
  })

  test.each(['', 'up', 'up one sent at 1.000 ms ', 'sideways 1 sent at 1.000 ms ', 'report 1.000'])(
    '%j is none of the task',
    (text) => {
      expect(readMessage(new TextEncoder().encode(text))).toBeUndefined()
    },
  )

  test('a report tells when each arrived, and which did not', () => {
    expect(readReport(writeReport([1.25, null, 3]))).toEqual([1.25, null, 3])
    expect(readReport(writeReport([]))).toEqual([])
    expect(readReport(new TextEncoder().encode('down 1'))).toBeUndefined()
  })
})

describe('figures', () => {
  test('latency down is from the sending that the message tells to what the script saw', () => {
    const { latency } = figures([down(1, 100, 101), down(2, 200, 203), down(3, 300, 302)])
    expect(latency.down).toEqual({ medianMs: 2, p95Ms: 3 })
    expect(latency.up).toBeUndefined()
  })

  test('latency up is from the script to the arrival that the server reports', () => {
    const { latency, arrived, reported } = figures([up(1, 10), up(2, 20), report(40, 11.5, 25)])
    expect(latency.up).toEqual({ medianMs: 1.5, p95Ms: 5 })
    expect(arrived.up).toBe(2)
    expect(reported).toBe(true)
  })

  test('what did not arrive is not counted as arrived', () => {
    const { arrived, asked, reported } = figures([up(1, 10), up(2, 20), down(1, 5, 6)])
    expect(asked).toEqual({ down: 3, up: 2 })
    expect(arrived).toEqual({ down: 1, up: 0 })
    expect(reported).toBe(false)
  })

  test('a message that came twice arrived once', () => {
    expect(figures([down(1, 5, 6), down(1, 5, 90)]).arrived.down).toBe(1)
  })

  test('a message that is told again is counted', () => {
    const script = [down(1, 5, 6), { what: 'came again', at: 90, octets: 60, detail: 'message 1' }]
    expect(figures(script)).toMatchObject({ arrived: { down: 1 }, again: { down: 1, up: 0 } })
  })

  test('a request that names its message and is made again is counted, and other requests are not', () => {
    const trace = new OctetTrace()
      .up(1, 0, post('bench/post/c2/?number=1', 'one'))
      .down(1, 1, NO_CONTENT)
      .up(1, 2, post('bench/post/c2/?number=2', 'two'))
      .up(2, 3, post('bench/post/c2/?number=2', 'two'))
      .down(2, 4, NO_CONTENT)
      .up(2, 5, post('bench/post/c3/?number=2', 'another channel'))
      .up(3, 6, post('bench/polling/c1/?after=0', ''))
      .up(4, 7, post('bench/polling/c1/?after=0', ''))
      .evidence('bench').log
    expect(benchFigures(trace, [], { messagesDown: 0, messagesUp: 2 }).again).toEqual({ down: 0, up: 1 })
  })

  test('octets beside the messages are shared among them', () => {
    const { octets, octetsEach, overhead } = figures([up(1, 0)])
    expect(overhead).toBe(octets - 60)
    expect(octetsEach.up).toBeGreaterThan(60)
    expect(octetsEach).toEqual({ up: octets - NO_CONTENT.length, down: NO_CONTENT.length })
    expect(figures([]).overhead).toBeUndefined()
  })

  test('a cut is counted, and how long it took until the next message', () => {
    const script = [down(1, 5, 6), { what: 'cut', at: 50 }, down(2, 60, 170), report(200, 1)]
    expect(figures(script)).toMatchObject({ cuts: 1, comebackMs: 120 })
    expect(figures([down(1, 5, 6), { what: 'cut', at: 50 }])).toMatchObject({ cuts: 1, comebackMs: undefined })
  })
})

test('the verdict says that messages came twice', () => {
  const script = [down(1, 5, 6), { what: 'came again', at: 90, octets: 60 }, report(200)]
  const answers = judge({ log, script, switches: { messagesDown: 1, messagesUp: 0 } })
  expect(answers.at(-1)?.answer).toBe('1 down and 0 up came again, and were ignored by their numbers.')
})

test('the verdict says what a cut did', () => {
  const script = [down(1, 5, 6), { what: 'cut', at: 50 }, down(2, 60, 170), report(200)]
  const answers = judge({ log, script, switches: { messagesDown: 2, messagesUp: 0 } })
  expect(answers.at(-1)?.answer).toBe(
    'The script was told; the next message came 120 ms later, and all messages arrived in the end.',
  )
})
