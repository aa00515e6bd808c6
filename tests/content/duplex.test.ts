/** The checks of "Duplex in one connection": for each, runs that pass and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import { judge } from '#labs/duplex/verdict.ts'
import { check as byHand } from '../../content/04-duplex/01-one-exchange/checks/by-hand.ts'
import { check as thereButUnread } from '../../content/04-duplex/02-the-browser-today/checks/there-but-unread.ts'
import { outcome as whenRead } from '../../content/04-duplex/02-the-browser-today/checks/when-read.ts'
import { check as bothAtOnce } from '../../content/04-duplex/03-two-in-one/checks/both-at-once.ts'
import { check as secondChoice } from '../../content/04-duplex/04-fall-back/checks/second-choice.ts'
import { BROWSER, CHUNKED_HEAD, CURL, chunk, get, LAST_CHUNK, OctetTrace, ok, post } from './octet-trace.ts'
import { recorded } from './recorded.ts'

const ask = (fields = CURL, target = 'duplex/echo') =>
  `PUT /s/SESSION/${target} HTTP/1.1\r\nHost: localhost\r\n${fields}Transfer-Encoding: chunked\r\n\r\n`

const live = (trace: OctetTrace) => trace.evidence('duplex', {}, false)

describe('before you have finished', () => {
  const oneLine = (fields = CURL) =>
    new OctetTrace().up(1, 0, ask(fields) + chunk('hello\n')).down(1, 10, CHUNKED_HEAD + chunk('you said hello\n'))
  const twoLines = (fields = CURL) => oneLine(fields).up(1, 900, chunk('again\n'))

  test('passes while the request is still open, once a second piece has gone up', () => {
    expect(byHand(live(twoLines()))).toMatchObject({
      passed: true,
      sentence:
        'curl/8.14.1 received the first octet of the answer 890.0 ms before it had sent its last: one exchange, on connection 1.',
      units: [expect.stringMatching(/^1\/s2c-/), expect.stringMatching(/^1\/c2s-/)],
    })
    expect(byHand(live(twoLines().up(1, 950, LAST_CHUNK).down(1, 951, LAST_CHUNK))).passed).toBe(true)
  })

  test('passes for octets typed by hand, which name no client', () => {
    expect(byHand(live(twoLines('')))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(/^A client without a name received/),
    })
  })

  test('fails after one piece: nothing shows yet that more could go up', () => {
    expect(byHand(live(oneLine()))).toMatchObject({
      passed: false,
      sentence:
        'The answer to curl/8.14.1 has begun, and nothing went up after it. Send one more piece in the same request.',
    })
  })

  test('fails when all had been sent before the answer began', () => {
    const whole = new OctetTrace()
      .up(1, 0, ask() + chunk('hello\n') + chunk('again\n') + LAST_CHUNK)
      .down(1, 12.5, CHUNKED_HEAD + chunk('you said hello\n') + LAST_CHUNK)
    const withLength = new OctetTrace().up(1, 0, post('duplex/echo', 'hello', CURL)).down(1, 12.5, ok('you said hello'))
    for (const trace of [whole, withLength]) {
      expect(byHand(live(trace))).toMatchObject({
        passed: false,
        sentence: 'curl/8.14.1 had sent all its content 12.5 ms before the answer began. Send it in pieces.',
      })
    }
  })

  test('fails before the first content, and before the first answer', () => {
    expect(byHand(live(new OctetTrace().up(1, 0, ask()))).sentence).toBe(
      'curl/8.14.1 has sent a request, and no content yet.',
    )
    expect(byHand(live(new OctetTrace().up(1, 0, ask() + chunk('hello\n')).down(1, 1, CHUNKED_HEAD))).sentence).toBe(
      'curl/8.14.1 has sent content, and no answer has come yet.',
    )
  })

  test('fails when it was Node, or a browser', () => {
    for (const evidence of [recorded('duplex/node'), recorded('duplex/back-channel'), live(twoLines(BROWSER))]) {
      expect(byHand(evidence)).toMatchObject({
        passed: false,
        sentence: 'Nobody but Node and a browser has asked the echo in this run.',
      })
    }
  })

  test('fails at another address of the lab', () => {
    const trace = new OctetTrace()
      .up(1, 0, ask(CURL, 'duplex/post/') + chunk('hello\n'))
      .down(1, 10, CHUNKED_HEAD + chunk('you said hello\n'))
      .up(1, 900, chunk('again\n'))
    expect(byHand(live(trace)).passed).toBe(false)
  })
})

/** One streaming `fetch`, in chunks: what is judged is the same in the DATA frames of HTTP/2, which the recording holds. */
function streaming(lastUpAt: number, firstDownAt = 10) {
  const trace = new OctetTrace().up(1, 0, ask(BROWSER) + chunk('piece 1\n'))
  const answer = CHUNKED_HEAD + chunk('you said piece 1\n')
  if (firstDownAt < lastUpAt) return trace.down(1, firstDownAt, answer).up(1, lastUpAt, chunk('piece 2\n') + LAST_CHUNK)
  return trace.up(1, lastUpAt, chunk('piece 2\n') + LAST_CHUNK).down(1, firstDownAt, answer)
}

describe('the prediction: when can the script read the first answer?', () => {
  test('when the request has ended, in the recorded run', () => {
    expect(whenRead(recorded('duplex/upload'))).toEqual({
      value: 'ended',
      sentence: expect.stringMatching(
        /^The first octet of the answer came down \d+ ms before the last octet of content went up\. The script could read it \d+ ms after its last write\.$/,
      ),
    })
  })

  test('at once, should a browser do so', () => {
    const trace = streaming(900).saw('enqueue()', 0).saw('read()', 12).saw('enqueue()', 900)
    expect(whenRead(trace.evidence('duplex', { attempt: 'upload' }))?.value).toBe('at-once')
  })

  test('no answer to another attempt, nor when the browser refused', () => {
    expect(whenRead(recorded('duplex/web-socket'))).toBeUndefined()
    expect(whenRead(new OctetTrace().open(1, 0).evidence('duplex', { attempt: 'upload' }))).toBeUndefined()
  })
})

describe('there, and out of reach', () => {
  const upload = (trace: OctetTrace) => thereButUnread(trace.evidence('duplex', { attempt: 'upload' }))

  test('passes when the answer was there for two seconds before the script could read it', () => {
    expect(upload(streaming(2000).saw('enqueue()', 0).saw('enqueue()', 2000).saw('read()', 2210))).toMatchObject({
      passed: true,
      sentence:
        'The first octet of the answer came down 1990 ms before the last octet of content went up, and the script had to wait 2200 ms to read it.',
      units: [expect.stringMatching(/^1\/s2c-/), expect.stringMatching(/^1\/c2s-/)],
    })
  })

  test('fails on the recorded run, which is too short', () => {
    expect(thereButUnread(recorded('duplex/upload'))).toMatchObject({
      passed: false,
      sentence: expect.stringMatching(/^The answer was there 10\d\d ms before .* Make it 2000 ms\.$/),
    })
  })

  test('fails where the script reads while it writes, where Node speaks, and where a back channel carries what goes up', () => {
    expect(thereButUnread(recorded('duplex/web-socket')).sentence).toMatch(
      /^The script could read \d+ ms before its last write\.$/,
    )
    expect(thereButUnread(recorded('duplex/node')).sentence).toBe(
      'The script has read nothing in this run: somebody else spoke.',
    )
    expect(thereButUnread(recorded('duplex/back-channel')).sentence).toBe(
      'Content went over 6 exchanges. One fetch has a single one.',
    )
  })

  test('fails when the answer came only after the request', () => {
    const trace = streaming(900, 3000).saw('enqueue()', 900).saw('read()', 5100)
    expect(upload(trace).sentence).toBe('Nothing came down before the last octet had gone up.')
  })

  test('fails before the first answer', () => {
    expect(upload(new OctetTrace().up(1, 0, ask(BROWSER) + chunk('piece 1\n'))).sentence).toBe(
      'No content has passed in both directions yet.',
    )
  })
})

describe('both at once', () => {
  test.each([
    ['two-fetches', '2 exchanges'],
    ['web-socket', '1 exchange'],
    ['h2-web-socket', '1 exchange'],
  ])('passes on the recorded run %s, with %s', (name, exchanges) => {
    const { passed, sentence } = bothAtOnce(recorded(`duplex/${name}`))
    expect(passed).toBe(true)
    expect(sentence).toMatch(
      new RegExp(
        `^One connection and ${exchanges}: between its first and its last write, the script could read \\d times\\.$`,
      ),
    )
  })

  test('fails over two connections', () => {
    expect(bothAtOnce(recorded('duplex/back-channel'))).toMatchObject({
      passed: false,
      sentence: '2 connections carried content. One is wanted.',
    })
  })

  test('fails where the script reads too late, and where it is not the script of this page', () => {
    expect(bothAtOnce(recorded('duplex/upload')).sentence).toBe(
      'Octets came down while others went up, but the script read none before its last write.',
    )
    expect(bothAtOnce(recorded('duplex/node')).sentence).toBe(
      'The script of this page did not both write and read in this run.',
    )
  })

  test('fails when what was read before the first write is all', () => {
    const trace = streaming(900).saw('read()', 1).saw('send()', 5).saw('send()', 900).saw('read()', 950)
    expect(bothAtOnce(trace.evidence('duplex')).passed).toBe(false)
  })

  test('fails when one direction followed the other', () => {
    const trace = streaming(900, 3000).saw('send()', 900).saw('onmessage', 3000)
    expect(bothAtOnce(trace.evidence('duplex')).sentence).toBe('All had gone up before anything came down.')
  })
})

describe('what the lesson says of its table', () => {
  const yesses = (name: string) => judge(recorded(`duplex/${name}`)).map(({ answer }) => answer.startsWith('Yes'))

  test.each([
    ['back-channel', [false, false, true, true]],
    ['upload', [true, true, true, false]],
    ['two-fetches', [true, false, true, true]],
    ['web-socket', [true, true, true, true]],
    ['h2-web-socket', [true, true, true, true]],
  ])('%s', (name, expected) => {
    expect(yesses(name)).toEqual(expected)
  })
})

describe('the second choice', () => {
  const WEB_SOCKET = get('fall-back/web-socket/c1/?after=0')
  const EVENTS = get('fall-back/event-source/c2/?after=1')

  /** A chain that left its first choice after the first of two messages. */
  const leaving = () =>
    new OctetTrace()
      .up(1, 0, WEB_SOCKET)
      .saw('trying', 0, 'web-socket')
      .saw('chosen', 5, 'web-socket: there and back in 5 ms')
      .saw('answered', 6, 'message 1')
      .saw('broke', 300, 'web-socket: The WebSocket was closed with code 1006.')
      .saw('trying', 300, 'event-source + post')
      .up(2, 301, EVENTS)
      .saw('chosen', 310, 'event-source + post: there and back in 10 ms')

  test('passes on the recorded run whose WebSocket was reset', () => {
    expect(secondChoice(recorded('fall-back/chain-cut'))).toMatchObject({
      passed: true,
      sentence: 'The chain left web-socket for event-source + post, and all 8 messages were answered.',
      units: ['1/c2s-0', expect.stringMatching(/^\d+\/c2s-0$/)],
    })
  })

  test('passes when the first choice never carried anything', () => {
    const trace = new OctetTrace()
      .up(1, 0, WEB_SOCKET)
      .saw('trying', 0, 'web-socket')
      .saw('failed', 2000, 'web-socket: nothing came back within 2 s')
      .up(2, 2001, EVENTS)
      .saw('chosen', 2010, 'event-source + post: there and back in 9 ms')
      .saw('answered', 2020, 'message 1')
    expect(secondChoice(trace.evidence('fall-back', { messages: 1 })).passed).toBe(true)
  })

  test('fails when nothing made it leave', () => {
    expect(secondChoice(recorded('fall-back/chain'))).toMatchObject({
      passed: false,
      sentence: 'The chain began with web-socket, and nothing made it leave. Lose its connection.',
    })
  })

  test('fails while messages are missing, and when one is answered twice instead', () => {
    expect(secondChoice(leaving().evidence('fall-back', { messages: 2 }, false)).sentence).toBe(
      'So far 1 of 2 messages have been answered.',
    )
    const twice = leaving().saw('answered', 320, 'message 1')
    expect(secondChoice(twice.evidence('fall-back', { messages: 2 })).sentence).toBe(
      'The run is over, and 1 of 2 messages have been answered.',
    )
  })

  test('fails before the first choice, and when Socket.IO chose', () => {
    const early = new OctetTrace().up(1, 0, WEB_SOCKET).saw('trying', 0, 'web-socket')
    expect(secondChoice(early.evidence('fall-back')).sentence).toBe('The chain has not chosen yet.')
    expect(secondChoice(recorded('fall-back/socket-io')).sentence).toBe(
      'In this run Socket.IO chose. Let this page’s chain do it.',
    )
  })
})
