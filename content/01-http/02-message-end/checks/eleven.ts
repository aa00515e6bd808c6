/** Passes when a whole chunked response has at least two chunks, and each chunk-size line reads "11": seventeen octets. */
import { messagesOf, textOf, unitIs } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

const WANTED = '11'

export const check = checkOf('message-end', ({ log }) => {
  const message = messagesOf(log).findLast(({ content }) => content.some((logged) => unitIs(logged, 'chunk')))
  if (message === undefined) return notYet('There is no chunk in this run.')

  const chunks = message.content.filter((logged) => unitIs(logged, 'chunk'))
  const units = chunks.map(({ key }) => key)
  const odd = chunks.find((chunk) => textOf(chunk, 'chunk-size') !== WANTED)
  if (odd !== undefined) {
    const line = textOf(odd, 'chunk-size')
    const octets = count(Number.parseInt(line, 16), 'octet')
    return notYet(`Your chunk-size line reads "${line}", which is hexadecimal for ${octets}.`, [odd.key])
  }
  if (!message.answered) return notYet('The last chunk has not come yet.', units)
  if (chunks.length < 2) return notYet('One chunk reads "11". Make at least two.', units)
  return passed(`All ${chunks.length} chunk-size lines read "11", and each chunk has seventeen octets.`, units)
})
