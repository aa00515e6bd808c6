/** The checks of what lies in between: for each, a run that passes, and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import type { TraceRecord } from '#wire/trace.ts'
import { check as tenInAWrite } from '../../content/05-path/01-waiting-to-fill-a-packet/checks/ten-in-a-write.ts'
import { check as keptAlive } from '../../content/05-path/02-idle/checks/kept-alive.ts'
import { check as nothingLost } from '../../content/05-path/03-lost/checks/nothing-lost.ts'
import { check as heldBack } from '../../content/05-path/04-middlebox/checks/held-back.ts'
import { CHUNKED_HEAD, chunk, get, OctetTrace } from './octet-trace.ts'
import { recorded } from './recorded.ts'

const line = (number: number) => `${number} "down ${number} sent at ${number}.000 ms ..."\n`
const ask = get('bench/fetch-stream/c1/?after=0')

describe('ten in a write', () => {
  const run = (messages: number) => {
    const lines = Array.from({ length: messages }, (_, index) => line(index + 1)).join('')
    return tenInAWrite(
      new OctetTrace().up(1, 0, ask).down(1, 5, CHUNKED_HEAD).down(1, 10, chunk(lines)).evidence('bench'),
    )
  }

  test('passes when a write carried ten messages', () => {
    expect(run(10)).toMatchObject({ passed: true, sentence: 'The fullest of 2 writes carried 10 messages.' })
  })

  test('fails when each had its own', () => {
    expect(run(9).sentence).toBe('The fullest of 2 writes carried 9 messages. 10 are wanted.')
    expect(tenInAWrite(recorded('bench/fetch-stream')).passed).toBe(false)
  })
})

describe('kept alive', () => {
  const run = (messages: number, everyMs: number, idleTimeout: number) => {
    const trace = new OctetTrace().up(1, 0, ask).down(1, 5, CHUNKED_HEAD)
    for (let number = 1; number <= messages; number++) trace.down(1, number * everyMs, chunk(line(number)))
    return keptAlive(trace.evidence('bench', { idleTimeout }))
  }

  test('passes when silences were longer than the path remembers', () => {
    expect(run(4, 800, 500)).toMatchObject({
      passed: true,
      sentence:
        'Connection 1 brought 4 messages, with up to 800 ms of silence between two, and the path forgets after 500 ms.',
    })
  })

  test('passes in the recorded run with a heartbeat', () => {
    expect(keptAlive(recorded('bench/idle-heartbeat')).passed).toBe(true)
  })

  test('fails with too few messages, with short silences, and on a path that never forgets', () => {
    expect(run(3, 800, 500).sentence).toMatch(/4 over one connection are wanted\.$/)
    expect(run(4, 300, 500).sentence).toMatch(/the path forgets only after 500 ms\.$/)
    expect(keptAlive(recorded('bench/idle')).sentence).toMatch(/4 over one connection are wanted\.$/)
    expect(run(4, 800, 0).sentence).toBe('The path of this run never forgets: set an idle time-out.')
  })
})

describe('nothing lost', () => {
  const RESET = { kind: 'close', connection: 1, at: 3.5, how: 'reset', by: 'path' } as const
  const run = (numbers: readonly number[], close: TraceRecord = RESET) => {
    const trace = new OctetTrace().up(1, 0, ask).record(close)
    for (const [index, number] of numbers.entries()) trace.saw('message down', index, `down ${number} sent at 1.000 ms`)
    return nothingLost(trace.evidence('bench', { messagesDown: 8 }))
  }
  const eight = [1, 2, 3, 4, 5, 6, 7, 8]

  test('passes when all came once after a reset', () => {
    expect(run(eight)).toMatchObject({
      passed: true,
      sentence: 'Connection 1 was reset; 8 of 8 messages came down, each once, and 4 of them after that.',
    })
    expect(nothingLost(recorded('bench/reset')).passed).toBe(true)
  })

  test('fails without a reset, when one is missing, and when one came twice', () => {
    expect(run(eight, { ...RESET, how: 'closed' }).sentence).toBe(
      'No connection has been reset on its way in this run.',
    )
    expect(run(eight.slice(1)).sentence).toBe('Connection 1 was reset; 7 of 8 messages came down so far.')
    expect(run([...eight, 8]).sentence).toMatch(/but 1 of them more than once\.$/)
  })

  test('fails when it was an end that reset it, or the path when all had come', () => {
    const { by, ...byAnEnd } = RESET
    expect(by).toBe('path')
    expect(run(eight, byAnEnd).sentence).toBe('No connection has been reset on its way in this run.')
    expect(run(eight, { ...RESET, at: 50 }).sentence).toMatch(
      /all of them before that: nothing could have been lost\.$/,
    )
    expect(nothingLost(recorded('bench/idle-heartbeat')).passed).toBe(false)
  })
})

describe('held back', () => {
  const run = (heldMs: number | undefined) => {
    const trace = new OctetTrace()
      .record({ kind: 'open', connection: 1, at: 0, seenAt: 'middlebox' })
      .record({ kind: 'open', connection: 2, at: 1, seenAt: 'server' })
      .up(1, 1, ask)
      .up(2, 2, ask)
      .down(2, 10, CHUNKED_HEAD + chunk(line(1)))
    if (heldMs !== undefined) trace.down(1, 10 + heldMs, CHUNKED_HEAD + chunk(line(1)))
    return heldBack(trace.evidence('bench'))
  }

  test('passes when a message left the box half a second after it came', () => {
    expect(run(500)).toMatchObject({
      passed: true,
      sentence: '"down 1 sent at 1.000 ms" reached the box at 10 ms, and left it 500 ms later.',
    })
  })

  test('fails when it left sooner, has not left, and without a box', () => {
    expect(run(499).sentence).toMatch(/At least 500 ms are wanted\.$/)
    expect(run(undefined).sentence).toBe('No message has passed both wires yet.')
    expect(heldBack(recorded('bench/nginx-unbuffered')).sentence).toMatch(/At least 500 ms are wanted\.$/)
    expect(heldBack(recorded('bench/fetch-stream')).sentence).toBe('There was no middlebox in this run.')
  })
})
