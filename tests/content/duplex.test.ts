/** The checks of "Duplex in one connection": for each, runs that pass and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import { check as byHand } from '../../content/04-duplex/01-one-exchange/checks/by-hand.ts'
import { check as thereButUnread } from '../../content/04-duplex/02-the-browser-today/checks/there-but-unread.ts'
import { outcome as whenRead } from '../../content/04-duplex/02-the-browser-today/checks/when-read.ts'
import { BROWSER, CHUNKED_HEAD, CURL, chunk, LAST_CHUNK, OctetTrace, ok, post } from './octet-trace.ts'
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
