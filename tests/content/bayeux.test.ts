/** The checks of the Bayeux lessons: runs of real peers pass, and fail with their reason when something is missing. */
import { describe, expect, test } from 'vitest'
import { check as oneWaits } from '../../content/02-down/10-bayeux/checks/one-waits.ts'
import { check as nobodyAsked } from '../../content/02-down/11-bayeux-web-socket/checks/without-a-question.ts'
import { bayeuxMessagesOf } from '../../content/bayeux.ts'
import { get, OctetTrace } from './octet-trace.ts'
import { recorded } from './recorded.ts'

test('messages have their channel, whatever carries them', () => {
  for (const name of ['bench/bayeux-polling', 'bench/bayeux-web-socket']) {
    const channels = bayeuxMessagesOf(recorded(name).log).map(({ channel }) => channel)
    expect(channels.slice(0, 2)).toEqual(['/meta/handshake', '/meta/handshake'])
    expect(channels).toEqual(expect.arrayContaining(['/meta/subscribe', '/meta/connect', '/up', '/down']))
  }
})

describe('one waits, one speaks', () => {
  test('counts what was published beside a held connect', () => {
    const { passed, sentence } = oneWaits(recorded('bench/bayeux-polling'))
    const published = Number(/^\d+/.exec(sentence)?.[0])
    expect(published).toBeGreaterThan(0)
    expect(passed).toBe(published >= 3)
  })

  test('fails without messages, and for another way down', () => {
    const empty = new OctetTrace()
      .up(1, 0, get('bench/bayeux-polling/c1/'))
      .evidence('bench', { down: 'bayeux-polling' })
    expect(oneWaits(empty).sentence).toBe('No Bayeux message has gone up in this run.')
    expect(oneWaits(recorded('bench/bayeux-web-socket')).sentence).toMatch(/^This run used other ways/)
  })
})

describe('nobody asked', () => {
  test('passes when messages came down in frames beside those that went up', () => {
    expect(nobodyAsked(recorded('bench/bayeux-web-socket'))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(/^\d+ messages came down in frames, on a connection that took messages up\.$/),
    })
  })

  test('fails by long polling', () => {
    const { log, ...rest } = recorded('bench/bayeux-polling')
    const switches = { ...rest.switches, down: 'bayeux-web-socket' }
    expect(nobodyAsked({ ...rest, log, switches }).sentence).toBe(
      'No message has crossed the wire in a frame in this run.',
    )
  })
})
