/** The checks of "When does a message end?": for each, runs that pass and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import { check as byHand } from '../../content/01-http/02-message-end/checks/by-hand.ts'
import { check as cutInSilence } from '../../content/01-http/02-message-end/checks/cut-in-silence.ts'
import { check as eleven } from '../../content/01-http/02-message-end/checks/eleven.ts'
import { outcome } from '../../content/01-http/02-message-end/checks/first-size.ts'
import { CHUNKED_HEAD, chunk, get, LAST_CHUNK, OctetTrace } from './octet-trace.ts'
import { recorded } from './recorded.ts'

const PIECE = 'write 1 of the server ....\n' // 27 octets
const SEVENTEEN = 'Developer Network'

describe('the prediction: what does the first chunk-size line say?', () => {
  test('1b, in the recorded run', () => {
    expect(outcome(recorded('message-end/chunked'))).toEqual({
      value: '1b',
      sentence: 'The first chunk-size line says "1b", in front of 27 octets.',
    })
  })

  test('a server may write capitals or zeros, which are as good', () => {
    const first = (line: string) =>
      new OctetTrace().up(1, 0, get('message-end/message')).down(1, 1, `${CHUNKED_HEAD}${line}\r\n${PIECE}\r\n`)
    expect(outcome(first('1B').evidence('message-end'))?.value).toBe('1b')
    expect(outcome(first('001b').evidence('message-end'))?.value).toBe('other')
  })

  test('no answer without such a chunk', () => {
    expect(outcome(recorded('message-end/length'))).toBeUndefined()
    const other = new OctetTrace().up(1, 0, get('message-end/message')).down(1, 1, CHUNKED_HEAD + chunk(SEVENTEEN))
    expect(outcome(other.evidence('message-end'))).toBeUndefined()
  })
})

describe('eleven that is not eleven', () => {
  const answered = (...after: readonly string[]) =>
    new OctetTrace()
      .up(1, 0, get('message-end/message'))
      .down(1, 1, CHUNKED_HEAD + after.join(''))
      .evidence('message-end')

  test('passes when every chunk has seventeen octets', () => {
    expect(eleven(answered(chunk(SEVENTEEN), chunk(SEVENTEEN), LAST_CHUNK))).toMatchObject({
      passed: true,
      sentence: 'All 2 chunk-size lines read "11", and each chunk has seventeen octets.',
      units: [expect.stringMatching(/^1\/s2c-/), expect.stringMatching(/^1\/s2c-/)],
    })
  })

  test('fails with eleven octets, and says what the line reads instead', () => {
    expect(eleven(answered(chunk('eleven here'), chunk('eleven here'), LAST_CHUNK))).toMatchObject({
      passed: false,
      sentence: 'Your chunk-size line reads "b", which is hexadecimal for 11 octets.',
    })
  })

  test('fails when only some of the chunks do', () => {
    expect(eleven(answered(chunk(SEVENTEEN), chunk('a'), LAST_CHUNK)).sentence).toMatch(/reads "1", .* for 1 octet\.$/)
  })

  test('fails with a single chunk, and before the last chunk', () => {
    expect(eleven(answered(chunk(SEVENTEEN), LAST_CHUNK))).toMatchObject({ passed: false })
    expect(eleven(answered(chunk(SEVENTEEN), chunk(SEVENTEEN)))).toMatchObject({
      passed: false,
      sentence: 'The last chunk has not come yet.',
    })
  })

  test('fails on the recorded runs: 27 octets, or no chunks', () => {
    expect(eleven(recorded('message-end/chunked'))).toMatchObject({
      passed: false,
      sentence: 'Your chunk-size line reads "1b", which is hexadecimal for 27 octets.',
    })
    expect(eleven(recorded('message-end/close')).sentence).toBe('There is no chunk in this run.')
  })
})

describe('cut in silence', () => {
  const asked = (framing: string) =>
    new OctetTrace().up(1, 0, get(`message-end/message?framing=${framing}&version=1.1&writes=5&size=27&interval=300`))

  test('passes when a message that ends by closing was closed too early', () => {
    const trace = asked('close')
      .down(1, 1, 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n')
      .down(1, 300, PIECE)
      .down(1, 600, PIECE)
      .close(1, 700)
    expect(cutInSilence(trace.evidence('message-end', { framing: 'close' }))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(/^54 octets of 135 crossed the wire, and then the connection ended\./),
      units: ['1/s2c-0', '1/s2c-38'],
    })
  })

  test('fails when all of it came', () => {
    expect(cutInSilence(recorded('message-end/close'))).toMatchObject({
      passed: false,
      sentence: 'All 135 octets came that the server meant to write. Stop it earlier.',
    })
    expect(cutInSilence(recorded('message-end/http10')).passed).toBe(false)
  })

  test('fails when chunks tell: the last one is missing', () => {
    const trace = asked('chunked').down(1, 1, CHUNKED_HEAD).down(1, 300, chunk(PIECE)).close(1, 400)
    expect(cutInSilence(trace.evidence('message-end'))).toMatchObject({
      passed: false,
      sentence: 'Your message has 1 whole chunk and no last chunk: every client can see that it was cut.',
    })
  })

  test('fails when the length tells', () => {
    const trace = asked('length')
      .down(1, 1, 'HTTP/1.1 200 OK\r\nContent-Length: 135\r\n\r\n')
      .down(1, 300, PIECE)
      .close(1, 400)
    expect(cutInSilence(trace.evidence('message-end', { framing: 'length' }))).toMatchObject({
      passed: false,
      sentence: 'The field line Content-Length promised 135 octets, and 27 came: every client can see it.',
    })
  })

  test('fails when nothing was cut', () => {
    expect(cutInSilence(recorded('message-end/chunked')).sentence).toBe(
      'Your message is whole: 5 whole chunks and the last chunk.',
    )
    expect(cutInSilence(recorded('message-end/length')).sentence).toBe(
      'All 135 octets came that the field line Content-Length promised.',
    )
  })

  test('waits while the connection is open', () => {
    const trace = asked('close').down(1, 1, 'HTTP/1.1 200 OK\r\n\r\n').down(1, 300, PIECE)
    expect(cutInSilence(trace.evidence('message-end', { framing: 'close' }))).toMatchObject({
      passed: false,
      sentence: 'The message is still on its way.',
    })
  })

  test('fails when it was cut before any content', () => {
    const trace = asked('close').down(1, 1, 'HTTP/1.1 200 OK\r\n\r\n').close(1, 100)
    expect(cutInSilence(trace.evidence('message-end', { framing: 'close' })).passed).toBe(false)
  })
})

describe('by hand', () => {
  const typed = (fields = '') => get('message-end/message?trailers=on', fields)
  const withTrailers = `${CHUNKED_HEAD}${chunk(PIECE)}0\r\nWrites-Made: 1\r\n\r\n`

  test('passes for a request without User-Agent and a response with a trailer', () => {
    const trace = new OctetTrace().up(1, 0, typed()).down(1, 1, withTrailers)
    expect(byHand(trace.evidence('message-end', {}, false))).toMatchObject({
      passed: true,
      sentence: 'Your request had 1 field line. Behind the last chunk the server added "Writes-Made: 1".',
    })
  })

  test('fails when it was a browser, and quotes how it names itself', () => {
    expect(byHand(recorded('message-end/trailers'))).toMatchObject({
      passed: false,
      sentence: expect.stringMatching(/^The last request names its client: User-Agent: Mozilla/),
    })
  })

  test('fails without trailers, without chunks, and when the server refuses', () => {
    const answer = (octets: string) =>
      byHand(new OctetTrace().up(1, 0, typed()).down(1, 1, octets).evidence('message-end', {}, false)).sentence
    expect(answer(CHUNKED_HEAD + chunk(PIECE) + LAST_CHUNK)).toMatch(/has no field line/)
    expect(answer('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')).toMatch(/but not in chunks/)
    expect(answer('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')).toMatch(/status 400/)
    expect(answer(CHUNKED_HEAD + chunk(PIECE))).toMatch(/not complete yet/)
  })
})
