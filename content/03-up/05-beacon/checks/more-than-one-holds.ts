/** Passes when beacons brought at least 100,000 octets of content to the server. */
import { fieldOf, keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 100_000
const GROUPED = new Intl.NumberFormat('en')

export const check = benchCheck({ up: 'beacon' }, '"Beacon" as the way up', ({ log }) => {
  const beacons = messagesOf(log).filter(({ method, answered }) => method === 'POST' && answered)
  const octets = beacons.reduce((sum, { request }) => sum + Number(fieldOf(request, 'content-length') ?? 0), 0)
  const said = `${count(beacons.length, 'beacon')} brought ${GROUPED.format(octets)} octets of content`
  if (octets < ENOUGH) return notYet(`${said}. ${GROUPED.format(ENOUGH)} are wanted.`, keysOf(beacons))
  return passed(`${said}.`, keysOf(beacons))
})
