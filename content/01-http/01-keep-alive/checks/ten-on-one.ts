/** Passes when at least ten images came over one connection, and no other connection carried a request. */
import { connectionsOf, keysOf, messagesOf } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 10

export const check = checkOf('keep-alive', ({ log }) => {
  const asked = messagesOf(log)
  const images = asked.filter((image) => image.answered && image.status === 200)
  const connections = connectionsOf(asked)
  const had = `Your run has ${count(images.length, 'image')} over ${count(connections.length, 'connection')}`
  if (connections.length > 1) return notYet(`${had}. One is wanted.`, keysOf(asked.slice(0, 2)))
  if (images.length < ENOUGH) return notYet(`${had}. At least ${ENOUGH} images are wanted.`, keysOf(images))
  return passed(`${had}: one greeting, ${images.length} exchanges.`, keysOf(images))
})
