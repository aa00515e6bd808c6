/** The check of the WebTransport lesson: a question to the labs, and messages that pass them by. */
import { expect, test } from 'vitest'
import { check as pastTheLabs } from '../../content/02-down/14-web-transport/checks/past-the-labs.ts'
import { get, OctetTrace, ok } from './octet-trace.ts'
import { recorded } from './recorded.ts'

const SAID = 'down 1 sent at 10.000 ms'

function run({ told = true, messages = 3, passing = '' } = {}) {
  const trace = new OctetTrace().up(1, 0, get('bench/web-transport/c1/'))
  trace.down(1, 5, ok(told ? '{"url":"https://127.0.0.1:4325/","sha256":"AAAA"}' : '{}'))
  if (passing !== '') trace.up(1, 50, get('bench/web-transport/c1/counts')).down(1, 55, ok(passing))
  for (let number = 1; number <= messages; number++) trace.saw('message down', 60 + number, SAID)
  return pastTheLabs(trace.evidence('bench', { down: 'web-transport', up: 'web-transport' }))
}

test('passes in a recorded run', () => {
  expect(pastTheLabs(recorded('bench/web-transport'))).toMatchObject({
    passed: true,
    sentence: expect.stringMatching(/^The page was told where to go\. The script got \d+ messages, and none/),
  })
})

test('fails before the page is told, with few messages, and when one passed the labs', () => {
  expect(run().passed).toBe(true)
  expect(run({ told: false }).sentence).toBe('The page has not been told where the session is served.')
  expect(run({ messages: 2 }).sentence).toBe('The script got 2 messages. 3 are wanted.')
  expect(run({ passing: SAID }).sentence).toBe(`"${SAID}" is in the octets of this run: it passed the labs.`)
})
