/** Passes when one connection carried ten messages up while a stream was open on another. */
import { connectionsOf, keysOf } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'
import { channelsOf, isOpenAt } from '../channels.ts'

const ENOUGH = 10

export const check = checkOf('back-channel', ({ log }) => {
  const { streams, messages } = channelsOf(log)
  const answered = messages.filter((message) => message.answered)
  if (answered.length === 0) return notYet('No message has gone up in this run yet.')

  const shared = connectionsOf(answered)
    .map((connection) => answered.filter((message) => message.connection === connection))
    .toSorted((one, other) => other.length - one.length)
  const most = shared[0] ?? []
  const carrier = most[0]?.connection
  if (most.length < ENOUGH) {
    const over = count(shared.length, 'connection')
    return notYet(
      `${count(answered.length, 'message')} went up over ${over}, at most ${most.length} over one. ${ENOUGH} are wanted.`,
      keysOf(most),
    )
  }

  const stream = streams.find(
    (candidate) => candidate.connection !== carrier && most.every(({ startedAt }) => isOpenAt(candidate, startedAt)),
  )
  if (stream === undefined) return notYet('No stream was open on another connection all that time.', keysOf(most))
  return passed(
    `${most.length} messages went up over connection ${carrier?.id}, and all but the first found it open. The stream was open on connection ${stream.connection.id}.`,
    [...keysOf([stream]), ...keysOf(most)],
  )
})
