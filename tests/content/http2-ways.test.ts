/** The checks of the ways over HTTP/2 and of requests by hand: for each, a run that passes, and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import { check as sevenAtOnce } from '../../content/02-down/09-h2-stream/checks/seven-at-once.ts'
import { check as saidBefore } from '../../content/03-up/06-h2-post/checks/said-before.ts'
import { check as fiveInOne } from '../../content/03-up/07-h2-upload/checks/five-in-one.ts'
import { check as twoQuestions } from '../../content/03-up/08-by-hand/checks/two-questions.ts'
import { streamsOf } from '../../content/streams.ts'
import { NO_CONTENT, OctetTrace, post } from './octet-trace.ts'
import { recorded } from './recorded.ts'

describe('streams', () => {
  test('are requests with their path, and end with the server or a reset', () => {
    const streams = streamsOf(recorded('bench/h2-post').log)
    expect(streams[0]).toMatchObject({ method: 'GET', path: expect.stringContaining('/bench/h2-stream/') })
    expect(streams.filter(({ method }) => method === 'POST').length).toBe(5)
    for (const { opened, endedAt } of streams) expect(endedAt).toBeGreaterThan(opened.at)
  })
})

describe('seven at once', () => {
  test('passes in a run with seven ways down held open', () => {
    expect(sevenAtOnce(recorded('bench/h2-seven'))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(/^[78] responses were open at one moment on connection 1\.$/),
    })
  })

  test('fails with one, and for another way down', () => {
    expect(sevenAtOnce(recorded('bench/h2-stream')).sentence).toBe(
      'At most 1 response was open at one moment on one connection. 7 are wanted.',
    )
    expect(sevenAtOnce(recorded('bench/post')).sentence).toMatch(/^This run used other ways/)
  })
})

describe('said before', () => {
  test('passes when a POST needed few octets', () => {
    expect(saidBefore(recorded('bench/h2-post'))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(
        /^The first request's HEADERS frame has \d+ octets, and the smallest of a POST \d+\.$/,
      ),
    })
  })

  test('fails over HTTP/1.1', () => {
    const evidence = new OctetTrace().up(1, 0, post('bench/h2-post/c2/', 'hello')).down(1, 5, NO_CONTENT)
    expect(saidBefore(evidence.evidence('bench', { up: 'h2-post' })).sentence).toBe(
      'No message has gone up over HTTP/2 in this run.',
    )
  })
})

describe('five in one', () => {
  test('passes when one request carried five frames', () => {
    expect(fiveInOne(recorded('bench/h2-upload'))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(/^One request carried \d+ DATA frames with octets\.$/),
    })
  })

  test('fails when each had a request of its own', () => {
    const { log, ...rest } = recorded('bench/h2-post')
    const evidence = { ...rest, log, switches: { ...rest.switches, up: 'h2-upload' } }
    expect(fiveInOne(evidence).sentence).toBe('One request carried 1 DATA frame with octets. 5 are wanted.')
  })
})

describe('two questions, no waiting', () => {
  const asked = post('bench/post/?number=1', 'hello')
  const run = (trace: OctetTrace) => twoQuestions(trace.evidence('bench', { up: 'post' }))

  test('passes when the second was there before the first answer', () => {
    expect(
      run(
        new OctetTrace()
          .up(1, 0, asked + asked)
          .down(1, 5, NO_CONTENT)
          .down(1, 6, NO_CONTENT),
      ),
    ).toMatchObject({
      passed: true,
      sentence:
        'On connection 1 the second request was there 5 ms before the first answer, and both were answered, with 204 and 204.',
    })
  })

  test('fails when the second waited, was on another connection, or is unanswered', () => {
    const waited = new OctetTrace().up(1, 0, asked).down(1, 5, NO_CONTENT).up(1, 10, asked).down(1, 15, NO_CONTENT)
    expect(run(waited).sentence).toMatch(/^Every second request waited/)
    const apart = new OctetTrace().up(1, 0, asked).up(2, 0, asked)
    expect(run(apart).sentence).toBe('No connection has carried two requests in this run.')
    expect(run(new OctetTrace().up(1, 0, asked + asked).down(1, 5, NO_CONTENT)).sentence).toBe(
      'Not both have been answered yet.',
    )
  })
})
