/** Passes when at least three messages were on their way at one moment, each on a connection of its own. */
import { keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3

export const check = benchCheck({ up: 'post' }, '"One POST a message" as the way up', ({ log }) => {
  const posts = messagesOf(log).filter(({ method }) => method === 'POST')
  const first = posts.at(0)
  if (first === undefined) return notYet('No message has gone up in this run.')
  const together = posts
    .map(({ startedAt }) => posts.filter((other) => other.startedAt <= startedAt && answeredAt(other) > startedAt))
    .reduce((most, each) => (each.length > most.length ? each : most))
  const connections = new Set(together.map(({ connection }) => connection)).size
  const had = `At most ${count(together.length, 'message')} of ${posts.length} ${together.length === 1 ? 'was' : 'were'} on the way at one moment`
  if (connections < ENOUGH) return notYet(`${had}. ${ENOUGH} are wanted.`, keysOf(together))
  return passed(
    `${together.length} messages were on the way at one moment, on ${count(connections, 'connection')}.`,
    keysOf(together),
  )
})

function answeredAt({ response }: ReturnType<typeof messagesOf>[number]): number {
  return response?.startedAt ?? Number.POSITIVE_INFINITY
}
