/** Passes when offer and answer crossed the wire, the script got messages, and none of these is in the trace's octets. */
import { DIRECTIONS } from '#wire/pdu.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { contentOf, keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3

export const check = benchCheck({ down: 'web-rtc' }, '"WebRTC data channel" as the way down', ({ log, script }) => {
  const octets = textOf(log)
  const kinds = ['offer', 'answer'].filter((kind) => new RegExp(`\\\\?"type\\\\?": ?\\\\?"${kind}\\\\?"`).test(octets))
  if (kinds.length < 2)
    return notYet(
      `Of offer and answer, ${kinds.length === 0 ? 'none' : `only the ${kinds[0]}`} has crossed the wire so far.`,
    )
  const got = script.filter(({ what, detail }) => what === 'message down' && detail !== undefined)
  if (got.length < ENOUGH) return notYet(`The script got ${count(got.length, 'message')}. ${ENOUGH} are wanted.`)
  const seen = got.find(({ detail = '' }) => octets.includes(detail))
  if (seen !== undefined) return notYet(`"${seen.detail}" is in the octets of this run: it passed the labs.`)
  const signalling = messagesOf(log).filter(({ sent }) => contentOf(sent) !== '')
  return passed(
    `An offer and an answer crossed the wire. The script got ${count(got.length, 'message')}, and none of them is in any of the octets.`,
    keysOf(signalling),
  )
})

/** All octets of the trace as text. Frames of a WebSocket that go up are masked, but what goes up comes down again. */
function textOf({ trace }: UnitLog): string {
  return trace.connections
    .flatMap(({ streams }) => DIRECTIONS.map((way) => streams[way].text({ start: 0, end: streams[way].length })))
    .join('\n')
}
