/** The checks of "One connection, many requests": for each, runs that pass and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import { outcome } from '../../content/01-http/01-keep-alive/checks/connections.ts'
import { check as curlKeeps } from '../../content/01-http/01-keep-alive/checks/curl-keeps.ts'
import { check as keptForNothing } from '../../content/01-http/01-keep-alive/checks/kept-for-nothing.ts'
import { check as tenOnOne } from '../../content/01-http/01-keep-alive/checks/ten-on-one.ts'
import { CLOSE, CURL, get, OctetTrace, ok } from './octet-trace.ts'
import { recorded } from './recorded.ts'

/** Each image on the connection given for it, one after another, ten milliseconds apart. */
function imagesOn(connections: readonly number[], { asks = undefined as string | undefined, answers = '' } = {}) {
  const trace = new OctetTrace()
  for (const [index, connection] of connections.entries()) {
    trace.up(connection, index * 10, get(`keep-alive/image/${index + 1}`, asks))
    trace.down(connection, index * 10 + 5, ok('<svg/>\n', answers))
  }
  return trace
}

describe('the prediction: how many connections for images one after another?', () => {
  test('one, in the recorded run', () => {
    expect(outcome(recorded('keep-alive/sequence-on'))).toEqual({
      value: 'one',
      sentence: 'Your browser opened 1 connection for 6 images.',
    })
  })

  test('one for each, should a browser do so', () => {
    expect(outcome(imagesOn([1, 2, 3]).evidence('keep-alive'))?.value).toBe('each')
  })

  test('something in between', () => {
    expect(outcome(imagesOn([1, 2, 2]).evidence('keep-alive'))?.value).toBe('between')
  })

  test('no answer to another question: keep-alive off, in parallel, or a run that goes on', () => {
    expect(outcome(recorded('keep-alive/sequence-off'))).toBeUndefined()
    expect(outcome(recorded('keep-alive/forty-on'))).toBeUndefined()
    expect(outcome(imagesOn([1, 1]).evidence('keep-alive', {}, false))).toBeUndefined()
  })
})

describe('ten on one', () => {
  test('passes when forty images came over one connection', () => {
    const { passed, sentence, units } = tenOnOne(recorded('keep-alive/forty-sequence-on'))
    expect(passed).toBe(true)
    expect(sentence).toBe('Your run has 40 images over 1 connection: one greeting, 40 exchanges.')
    expect(units).toHaveLength(80)
  })

  test('passes for curl as well, whose script never ends', () => {
    expect(tenOnOne(imagesOn(Array(10).fill(1), { asks: CURL }).evidence('keep-alive', {}, false)).passed).toBe(true)
  })

  test('fails with too few images', () => {
    expect(tenOnOne(recorded('keep-alive/sequence-on'))).toMatchObject({
      passed: false,
      sentence: 'Your run has 6 images over 1 connection. At least 10 images are wanted.',
    })
  })

  test('fails when the images came over several connections', () => {
    expect(tenOnOne(recorded('keep-alive/forty-on'))).toMatchObject({
      passed: false,
      sentence: expect.stringMatching(/^Your run has 40 images over \d connections\. One is wanted\.$/),
    })
  })

  test('does not count errors as images', () => {
    const trace = new OctetTrace()
    for (let number = 1; number <= 10; number++) {
      trace.up(1, number * 10, get('keep-alive/nothing'))
      trace.down(1, number * 10 + 5, 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
    }
    expect(tenOnOne(trace.evidence('keep-alive')).sentence).toMatch(/^Your run has 0 images/)
  })

  test('does not mind a connection that never carried a request', () => {
    const trace = imagesOn(Array(10).fill(2))
    expect(tenOnOne(trace.open(1, 0).evidence('keep-alive')).passed).toBe(true)
  })
})

describe('kept for nothing', () => {
  const settings = { requests: 3, order: 'parallel' }

  test('passes when each image had a connection of its own, and none said close', () => {
    expect(keptForNothing(imagesOn([1, 2, 3]).evidence('keep-alive', settings))).toMatchObject({
      passed: true,
      sentence: 'Your run fetched 3 images over 3 connections. All were kept, and none was used again.',
    })
  })

  test('fails when a connection was used again', () => {
    expect(keptForNothing(recorded('keep-alive/sequence-on'))).toMatchObject({
      passed: false,
      sentence: 'Your run fetched 6 images over 1 connection: connection 1 was used 6 times.',
    })
  })

  test('fails when the connections were closed rather than kept', () => {
    expect(keptForNothing(recorded('keep-alive/sequence-off'))).toMatchObject({
      passed: false,
      sentence: '"Connection: close" was said in this run, so no connection was kept.',
    })
    expect(keptForNothing(imagesOn([1, 2, 3], { answers: CLOSE }).evidence('keep-alive', settings)).passed).toBe(false)
  })

  test('fails for a single image', () => {
    expect(keptForNothing(imagesOn([1]).evidence('keep-alive', { requests: 1 })).sentence).toMatch(/^One image needs/)
  })

  test('waits for the end of the run: the next image may use a connection again', () => {
    const running = imagesOn([1, 2]).evidence('keep-alive', settings, false)
    const octetsStillToCome = imagesOn([1, 2]).evidence('keep-alive', settings)
    expect(keptForNothing(running)).toMatchObject({ passed: false, sentence: 'The run is not over yet.' })
    expect(keptForNothing(octetsStillToCome).passed).toBe(false)
  })
})

describe('without a browser', () => {
  test('passes when curl fetched two images over one connection', () => {
    expect(curlKeeps(imagesOn([4, 4], { asks: CURL }).evidence('keep-alive', {}, false))).toMatchObject({
      passed: true,
      sentence: 'curl/8.14.1 fetched 2 images over connection 4.',
    })
  })

  test('fails when curl was started twice', () => {
    expect(curlKeeps(imagesOn([4, 5], { asks: CURL }).evidence('keep-alive', {}, false))).toMatchObject({
      passed: false,
      sentence: 'curl fetched 2 images over 2 connections: none was used twice.',
    })
  })

  test('fails when it was a browser', () => {
    expect(curlKeeps(recorded('keep-alive/sequence-on'))).toMatchObject({
      passed: false,
      sentence: 'No image has been fetched by curl in this run.',
    })
  })
})
