/** Passes when one request carried at least ten messages, a numbered line each. */
import { contentOf, keysOf, type Messages, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 10

export const check = benchCheck({ up: 'throttled' }, '"Submission Throttling" as the way up', ({ log }) => {
  const requests = messagesOf(log).filter(({ method }) => method === 'POST')
  const [fullest] = requests.toSorted((one, other) => linesIn(other) - linesIn(one))
  if (fullest === undefined) return notYet('Nothing has been submitted in this run.')
  const lines = linesIn(fullest)
  const had = `${count(requests.length, 'request')} went up, and the fullest carried ${count(lines, 'message')}`
  if (lines < ENOUGH) return notYet(`${had}. ${ENOUGH} are wanted.`, keysOf([fullest]))
  return passed(`${had}.`, keysOf([fullest]))
})

function linesIn({ sent }: Messages): number {
  return contentOf(sent).match(/^\d+ /gm)?.length ?? 0
}
