/** The checks of the ways up: for each, a run that passes, and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import { check as overtaking } from '../../content/03-up/01-post/checks/overtaking.ts'
import { check as tenInOne } from '../../content/03-up/02-submission-throttling/checks/ten-in-one.ts'
import { check as documents } from '../../content/03-up/03-form/checks/documents-for-messages.ts'
import { check as inParts } from '../../content/03-up/04-image/checks/in-parts.ts'
import { check as beacons } from '../../content/03-up/05-beacon/checks/more-than-one-holds.ts'
import { BROWSER, get, NO_CONTENT, OctetTrace, ok, post } from './octet-trace.ts'
import { recorded } from './recorded.ts'

describe('side by side', () => {
  /** A message on each connection, answered after so long. */
  const run = (connections: readonly number[], everyMs: number, answeredAfterMs: number) => {
    const trace = new OctetTrace()
    for (const [index, connection] of connections.entries()) {
      const at = index * everyMs
      trace.up(connection, at, post(`bench/post/c2/?number=${index + 1}`, 'hello'))
      trace.down(connection, at + answeredAfterMs, NO_CONTENT)
    }
    return trace.evidence('bench', { up: 'post' })
  }

  test('passes when three were on the way at one moment', () => {
    expect(overtaking(run([1, 2, 3], 1, 50))).toMatchObject({
      passed: true,
      sentence: '3 messages were on the way at one moment, on 3 connections.',
    })
  })

  test('fails when each was answered before the next', () => {
    expect(overtaking(run([1, 1, 1], 100, 5)).sentence).toBe(
      'At most 1 message of 3 was on the way at one moment. 3 are wanted.',
    )
    expect(overtaking(recorded('bench/post')).passed).toBe(false)
  })

  test('fails for another way up', () => {
    expect(overtaking(recorded('bench/beacon')).sentence).toMatch(/^This run used other ways: .* Choose /)
  })
})

describe('ten in one', () => {
  const run = (lines: number) => {
    const content = Array.from({ length: lines }, (_, index) => `${index + 1} "hello"\n`).join('')
    return new OctetTrace()
      .up(1, 0, post('bench/throttled/c2/?upto=1', content))
      .down(1, 5, NO_CONTENT)
      .evidence('bench', { up: 'throttled' })
  }

  test('passes when one request carried ten messages', () => {
    expect(tenInOne(run(10))).toMatchObject({
      passed: true,
      sentence: '1 request went up, and the fullest carried 10 messages.',
    })
  })

  test('fails for nine', () => {
    expect(tenInOne(run(9)).sentence).toBe('1 request went up, and the fullest carried 9 messages. 10 are wanted.')
    expect(tenInOne(recorded('bench/throttled')).passed).toBe(false)
  })
})

describe('documents for messages', () => {
  const form = `${BROWSER}Content-Type: text/plain\r\nSec-Fetch-Dest: iframe\r\n`
  const run = (forms: number, size: number) => {
    const trace = new OctetTrace()
    for (let number = 1; number <= forms; number++) {
      trace.up(1, number * 10, post(`bench/form/c2/?number=${number}`, 'message="hello"\r\n', form))
      trace.down(1, number * 10 + 5, ok('<!doctype html><script>parent.postMessage("taken", "*")</script>'))
    }
    return trace.evidence('bench', { up: 'form', size })
  }

  test('passes when the answers are larger', () => {
    expect(documents(run(3, 60))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(/^3 answers of \d+ octets acknowledge 180 octets of messages\.$/),
    })
    expect(documents(recorded('bench/form')).passed).toBe(true)
  })

  test('fails when the messages are larger, or too few', () => {
    expect(documents(run(3, 6000)).sentence).toMatch(/acknowledge 18000 octets of messages: the messages are larger\.$/)
    expect(documents(run(2, 60)).sentence).toBe('2 of at least 3 forms have been answered.')
  })
})

describe('in parts', () => {
  const run = (parts: readonly number[], of: number) => {
    const trace = new OctetTrace()
    for (const [index, part] of parts.entries()) {
      trace.up(1, index * 10, get(`bench/image/c2/?message=aGk&number=1&part=${part}&of=${of}&once=abc`))
      trace.down(1, index * 10 + 5, ok('GIF89a'))
    }
    return trace.evidence('bench', { up: 'image' })
  }

  test('passes when all parts were answered, in whatever order', () => {
    expect(inParts(run([2, 1], 2))).toMatchObject({
      passed: true,
      sentence: 'Message 1 went up in 2 parts, and all of them were answered.',
    })
  })

  test('fails when one is missing, came twice instead, or none was needed', () => {
    expect(inParts(run([1, 1], 2)).sentence).toMatch(/not all of them have been answered/)
    expect(inParts(run([1], 1)).sentence).toBe('Every message fitted into one address.')
    expect(inParts(recorded('bench/image')).passed).toBe(false)
  })
})

describe('more than the browser takes at once', () => {
  const run = (octets: number) =>
    new OctetTrace()
      .up(1, 0, post('bench/beacon/c2/?number=1&part=1&of=1', 'x'.repeat(octets)))
      .down(1, 5, NO_CONTENT)
      .evidence('bench', { up: 'beacon' })

  test('passes with a hundred thousand octets', () => {
    expect(beacons(run(100_000))).toMatchObject({
      passed: true,
      sentence: '1 beacon brought 100,000 octets of content.',
    })
  })

  test('fails with one octet less', () => {
    expect(beacons(run(99_999)).sentence).toBe('1 beacon brought 99,999 octets of content. 100,000 are wanted.')
    expect(beacons(recorded('bench/beacon')).passed).toBe(false)
  })
})
