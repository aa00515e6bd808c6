/** Passes when the echo answered a client that is neither Node nor a browser before its request had ended, in one exchange. */
import { userAgentOf } from '../../../messages.ts'
import { checkOf, notYet, passed } from '../../../verdicts.ts'
import { echoesOf } from '../../echoes.ts'

/** How programs of ours and browsers name themselves; hands need no name. */
const NOT_BY_HAND = /^(?:node|mozilla)/i

export const check = checkOf('duplex', ({ log }) => {
  const echo = echoesOf(log).findLast(({ messages }) => !NOT_BY_HAND.test(userAgentOf(messages)))
  if (echo === undefined) return notYet('Nobody but Node and a browser has asked the echo in this run.')

  const { messages, content, askedAt } = echo
  const who = userAgentOf(messages) || 'A client without a name'
  const { up, down } = content ?? {}
  if (up === undefined) return notYet(`${who} has sent a request, and no content yet.`, [messages.request.key])
  if (down === undefined) return notYet(`${who} has sent content, and no answer has come yet.`, [up.last.key])

  const units = [down.first.key, up.last.key]
  const ms = (time: number) => time.toFixed(1)
  if (askedAt !== undefined && askedAt <= down.firstAt) {
    return notYet(
      `${who} had sent all its content ${ms(down.firstAt - askedAt)} ms before the answer began. Send it in pieces.`,
      units,
    )
  }
  if (up.lastAt <= down.firstAt) {
    return notYet(
      `The answer to ${who} has begun, and nothing went up after it. Send one more piece in the same request.`,
      units,
    )
  }
  return passed(
    `${who} received the first octet of the answer ${ms(up.lastAt - down.firstAt)} ms before it had sent its last: one exchange, on connection ${messages.connection.id}.`,
    units,
  )
})
