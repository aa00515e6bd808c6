/** Passes when a second request was complete on its connection before the first was answered, and both were. */
import { keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, notYet, passed } from '../../../verdicts.ts'

export const check = benchCheck({ up: 'post' }, '"One POST a message" as the way up', ({ log }) => {
  const all = messagesOf(log)
  const pairs = all.flatMap((first, index) => {
    const second = all.slice(index + 1).find(({ connection }) => connection === first.connection)
    return second === undefined ? [] : [{ first, second }]
  })
  if (pairs.length === 0) return notYet('No connection has carried two requests in this run.', keysOf(all.slice(0, 1)))
  const pipelined = pairs.find(({ first, second }) => {
    const asked = second.sent.at(-1)?.at ?? second.request.at
    return asked <= (first.response?.startedAt ?? Number.POSITIVE_INFINITY)
  })
  if (pipelined === undefined) {
    return notYet('Every second request waited for the answer to the first, as browsers wait.', keysOf(all.slice(0, 2)))
  }
  const { first, second } = pipelined
  const keys = keysOf([first, second])
  if (first.response === undefined || second.response === undefined)
    return notYet('Not both have been answered yet.', keys)
  return passed(
    `On connection ${first.connection.id} the second request was there ${Math.round(first.response.startedAt - second.request.at)} ms before the first answer, and both were answered, with ${first.status} and ${second.status}.`,
    keys,
  )
})
