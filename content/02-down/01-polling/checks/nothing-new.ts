/** Passes when at least ten polls brought nothing, and five brought something. */
import { contentOf, keysOf, type Messages, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const EMPTY_ENOUGH = 10
const FULL_ENOUGH = 5

export const check = benchCheck({ down: 'polling' }, '"Polling" as the way down', ({ log }) => {
  const polls = messagesOf(log).filter(({ method, target, answered }) => {
    return method === 'GET' && target.includes('/polling/') && answered
  })
  const [full, empty] = [polls.filter(hasContent), polls.filter((poll) => !hasContent(poll))]
  const said = `${count(empty.length, 'answer')} brought nothing, and ${full.length} brought something`
  if (empty.length < EMPTY_ENOUGH)
    return notYet(`${said}. ${EMPTY_ENOUGH} that bring nothing are wanted.`, keysOf(empty))
  if (full.length < FULL_ENOUGH) return notYet(`${said}. ${FULL_ENOUGH} that bring something are wanted.`, keysOf(full))
  return passed(`${said}.`, keysOf(empty))
})

function hasContent({ content }: Messages): boolean {
  return contentOf(content) !== ''
}
