/** The checks of "The back channel": for each, runs that pass and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import { check as alreadyOpen } from '../../content/01-http/03-back-channel/checks/already-open.ts'
import { outcome } from '../../content/01-http/03-back-channel/checks/connections.ts'
import { check as fromOutside } from '../../content/01-http/03-back-channel/checks/from-outside.ts'
import { check as noRoom } from '../../content/01-http/03-back-channel/checks/no-room.ts'
import { CHUNKED_HEAD, CURL, chunk, get, NO_CONTENT, OctetTrace, post } from './octet-trace.ts'
import { recorded } from './recorded.ts'

/** Streams open on connections 1 to `count`, from the first millisecond on. */
function streamsOn(count: number) {
  const trace = new OctetTrace()
  for (let number = 1; number <= count; number++) {
    trace.up(number, 0, get(`back-channel/down?stream=${number}`))
    trace.down(number, 1, CHUNKED_HEAD + chunk(`stream ${number} is open\n`))
  }
  return trace
}

/** Messages up, each on the connection given for it, from 10 ms on, and down on connection 1. */
function messagesOn(trace: OctetTrace, connections: readonly number[]) {
  for (const [index, connection] of connections.entries()) {
    const at = 10 + index * 10
    trace.up(connection, at, post('back-channel/up', `message ${index + 1}`))
    trace.down(1, at + 1, chunk(`message ${index + 1}\n`))
    trace.down(connection, at + 2, NO_CONTENT)
  }
  return trace
}

describe('the prediction: how many connections in all?', () => {
  test('two, in the recorded run', () => {
    expect(outcome(recorded('back-channel/one-stream-on'))).toEqual({
      value: 'two',
      sentence: 'The stream and 5 messages used 2 connections; the messages alone, 1.',
    })
  })

  test('one for each, or something else', () => {
    expect(outcome(messagesOn(streamsOn(1), [2, 3, 4]).evidence('back-channel'))?.value).toBe('each')
    expect(outcome(messagesOn(streamsOn(1), [2, 3, 3]).evidence('back-channel'))?.value).toBe('other')
  })

  test('no answer to another question', () => {
    expect(outcome(recorded('back-channel/one-stream-off'))).toBeUndefined()
    expect(outcome(recorded('back-channel/six-streams'))).toBeUndefined()
  })
})

describe('already open', () => {
  test('passes when ten messages shared a connection beside an open stream', () => {
    const { passed, sentence, units } = alreadyOpen(
      messagesOn(streamsOn(1), Array(10).fill(2)).evidence('back-channel', { messages: 10 }),
    )
    expect(passed).toBe(true)
    expect(sentence).toBe(
      '10 messages went up over connection 2, and all but the first found it open. The stream was open on connection 1.',
    )
    expect(units).toHaveLength(22)
  })

  test('fails with five messages, or when each had a connection of its own', () => {
    expect(alreadyOpen(recorded('back-channel/one-stream-on'))).toMatchObject({
      passed: false,
      sentence: '5 messages went up over 1 connection, at most 5 over one. 10 are wanted.',
    })
    expect(alreadyOpen(recorded('back-channel/one-stream-off'))).toMatchObject({
      passed: false,
      sentence: '5 messages went up over 5 connections, at most 1 over one. 10 are wanted.',
    })
  })

  test('fails when the stream had ended in between', () => {
    const trace = messagesOn(streamsOn(1).close(1, 35), Array(10).fill(2))
    expect(alreadyOpen(trace.evidence('back-channel'))).toMatchObject({
      passed: false,
      sentence: 'No stream was open on another connection all that time.',
    })
  })

  test('fails before the first message', () => {
    expect(alreadyOpen(streamsOn(1).evidence('back-channel')).passed).toBe(false)
  })
})

describe('no room', () => {
  test('passes on the recorded run: six streams, and a message that waited for one to be closed', () => {
    expect(noRoom(recorded('back-channel/six-streams'))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(
        /^With 6 streams open, the first message waited 20\d\d ms\. It went up on connection 7, \d+ ms after connection \d had ended\.$/,
      ),
    })
  })

  test('fails when there was a connection for the message', () => {
    expect(noRoom(recorded('back-channel/one-stream-on'))).toMatchObject({
      passed: false,
      sentence: 'The first message went up at once, with 1 stream open: there was a connection for it.',
    })
  })

  test('fails when a browser went beyond six: the message did not wait', () => {
    const trace = messagesOn(streamsOn(6).saw('fetch() called', 9), [7])
    expect(noRoom(trace.evidence('back-channel', { streams: 6 }))).toMatchObject({
      passed: false,
      sentence: 'The first message went up at once, with 6 streams open: there was a connection for it.',
    })
  })

  test('fails while the message waits', () => {
    expect(noRoom(streamsOn(6).saw('fetch() called', 9).evidence('back-channel', {}, false))).toMatchObject({
      passed: false,
      sentence: 'The script has called fetch(), and the wire shows nothing of it yet. Streams open: 6. Wait.',
    })
  })

  test('fails when the only stream was given up', () => {
    const trace = streamsOn(1).saw('fetch() called', 9).close(1, 10).up(2, 2000, post('back-channel/up', 'message 1'))
    expect(noRoom(trace.evidence('back-channel'))).toMatchObject({
      passed: false,
      sentence: 'The message waited, but not for room: no other stream was open when it went up.',
    })
  })
})

describe('from outside', () => {
  const byCurl = (type: string, words = 'hello from a terminal') =>
    post('back-channel/up', words, `${CURL}Content-Type: ${type}\r\n`)

  test('passes when the words of curl came down on the stream of a browser', () => {
    const trace = streamsOn(1).up(2, 500, byCurl('text/plain')).down(1, 501, chunk('hello from a terminal\n'))
    expect(fromOutside(trace.evidence('back-channel', {}, false))).toMatchObject({
      passed: true,
      sentence:
        '"hello from a terminal" went up from curl/8.14.1 on connection 2, and came down in a chunk on connection 1.',
      units: ['2/c2s-0', expect.stringMatching(/^2\/c2s-/), expect.stringMatching(/^1\/s2c-/)],
    })
  })

  test('fails when no stream was open', () => {
    const trace = new OctetTrace().up(2, 500, byCurl('text/plain')).down(2, 501, NO_CONTENT)
    expect(fromOutside(trace.evidence('back-channel', {}, false))).toMatchObject({
      passed: false,
      sentence: '"hello from a terminal" went up, but no stream of a browser was open to bring it down.',
    })
  })

  test('fails when only a stream of curl brought it down', () => {
    const trace = new OctetTrace()
      .up(1, 0, get('back-channel/down', CURL))
      .down(1, 1, CHUNKED_HEAD)
      .up(2, 500, byCurl('text/plain'))
      .down(1, 501, chunk('hello from a terminal\n'))
    expect(fromOutside(trace.evidence('back-channel', {}, false)).passed).toBe(false)
  })

  test('fails when the words had come down before', () => {
    const trace = streamsOn(1).down(1, 400, chunk('hello from a terminal\n')).up(2, 500, byCurl('text/plain'))
    expect(fromOutside(trace.evidence('back-channel', {}, false)).passed).toBe(false)
  })

  test("quotes the content type when it is curl's own, which the lab does not read", () => {
    const trace = streamsOn(1).up(2, 500, byCurl('application/x-www-form-urlencoded')).down(1, 501, chunk('\n'))
    expect(fromOutside(trace.evidence('back-channel', {}, false)).sentence).toBe(
      'The message from curl says Content-Type: application/x-www-form-urlencoded. The lab reads text/plain only.',
    )
  })

  test('fails when it was a browser', () => {
    expect(fromOutside(recorded('back-channel/one-stream-on')).sentence).toBe(
      'No message from curl has gone up in this run.',
    )
  })
})
