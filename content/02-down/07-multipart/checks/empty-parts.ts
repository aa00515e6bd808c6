/** Passes when at least three parts had neither fields nor content. */
import { contentOf, keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3
/** Between two delimiters: the end of the first one's line, and the empty line that ends no fields. */
const EMPTY_PART = /--message\r\n\r\n(?=\r\n--message)/g

export const check = benchCheck({ down: 'multipart' }, '"Multipart, read by fetch" as the way down', ({ log }) => {
  const stream = messagesOf(log).find(({ target, content }) => target.includes('/multipart/') && content.length > 0)
  if (stream === undefined) return notYet('No part has come down in this run.')
  const empty = contentOf(stream.content).match(EMPTY_PART)?.length ?? 0
  const said = `The response has ${count(empty, 'part')} without fields and content`
  if (empty < ENOUGH) return notYet(`${said}. ${ENOUGH} are wanted.`, keysOf([stream]))
  return passed(`${said}.`, keysOf([stream]))
})
