/** Passes when a question was held for more than half a second, and then answered with a message. */
import { contentOf, keysOf, type Messages, messagesOf } from '../../../messages.ts'
import { benchCheck, notYet, passed } from '../../../verdicts.ts'

const ENOUGH_MS = 500

export const check = benchCheck({ down: 'long-polling' }, '"Long polling" as the way down', ({ log }) => {
  const answered = messagesOf(log).filter(({ target, content }) => {
    return target.includes('/long-polling/') && contentOf(content) !== ''
  })
  const [longest] = answered.toSorted((one, other) => heldMs(other) - heldMs(one))
  if (longest === undefined) return notYet('No poll has been answered with a message in this run.')
  const said = `The longest that a poll was held before it brought a message is ${Math.round(heldMs(longest))} ms`
  if (heldMs(longest) <= ENOUGH_MS) return notYet(`${said}. More than ${ENOUGH_MS} ms are wanted.`, keysOf([longest]))
  return passed(`${said}.`, keysOf([longest]))
})

/** From the last octet of the request to the first of its response. */
function heldMs({ request, response }: Messages): number {
  return response === undefined ? 0 : response.startedAt - request.at
}
