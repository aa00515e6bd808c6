/** The check of the WebRTC lesson: signalling on the wire, and messages that are not. */
import { expect, test } from 'vitest'
import { check as onlySignalling } from '../../content/02-down/13-web-rtc/checks/only-signalling.ts'
import { NO_CONTENT, OctetTrace, post } from './octet-trace.ts'
import { recorded } from './recorded.ts'

const SAID = 'down 1 sent at 10.000 ms'

function run({ kinds = ['offer', 'answer'], messages = 3, passing = '' } = {}) {
  const trace = new OctetTrace()
  for (const [index, kind] of kinds.entries()) {
    trace.up(
      1,
      index * 10,
      post('bench/web-rtc/c1/reader/post/', JSON.stringify({ description: { type: kind, sdp: 'v=0' } })),
    )
    trace.down(1, index * 10 + 5, NO_CONTENT)
  }
  if (passing !== '') trace.up(1, 50, post('bench/web-rtc/c1/reader/post/', passing))
  for (let number = 1; number <= messages; number++) trace.saw('message down', 60 + number, SAID)
  return onlySignalling(trace.evidence('bench', { down: 'web-rtc', up: 'web-rtc' }))
}

test('passes in a run of two real peers', () => {
  expect(onlySignalling(recorded('bench/web-rtc'))).toMatchObject({
    passed: true,
    sentence:
      'An offer and an answer crossed the wire. The script got 3 messages, and none of them is in any of the octets.',
  })
})

test('fails without an answer, without messages, and when a message passed the labs', () => {
  expect(run().passed).toBe(true)
  expect(run({ kinds: ['offer'] }).sentence).toBe('Of offer and answer, only the offer has crossed the wire so far.')
  expect(run({ messages: 2 }).sentence).toBe('The script got 2 messages. 3 are wanted.')
  expect(run({ passing: SAID }).sentence).toBe(`"${SAID}" is in the octets of this run: it passed the labs.`)
})
