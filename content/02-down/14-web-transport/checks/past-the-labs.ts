/** Passes when the page was told where the session is served, and messages came that no octet of the trace holds. */
import { contentOf, keysOf, messagesOf } from '../../../messages.ts'
import { unseenMessages } from '../../../unseen.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3

export const check = benchCheck({ down: 'web-transport' }, '"WebTransport" as the way down', (evidence) => {
  const told = messagesOf(evidence.log).find(({ target, content }) => {
    return target.includes('/web-transport/') && /"sha256": ?"/.test(contentOf(content))
  })
  if (told === undefined) return notYet('The page has not been told where the session is served.')
  const messages = unseenMessages(evidence, ENOUGH)
  if (!messages.unseen) return notYet(messages.sentence, keysOf([told]))
  return passed(
    `The page was told where to go. The script got ${count(messages.got, 'message')}, and none of them is in any of the octets.`,
    keysOf([told]),
  )
})
