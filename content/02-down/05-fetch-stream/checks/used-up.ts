/** Passes when a response ended by its announced length, and the messages after it came in the next one. */
import { contentOf, fieldOf, keysOf, type Messages, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

export const check = benchCheck({ down: 'fetch-stream' }, '"Streaming, read by fetch" as the way down', ({ log }) => {
  const streams = messagesOf(log).filter(({ target, response }) => target.includes('/fetch-stream/') && response)
  const [first] = streams
  if (first === undefined) return notYet('No stream has been opened in this run.')
  const byLength = streams.filter(({ response }) => response && fieldOf(response, 'content-length') !== undefined)
  if (byLength.length === 0) return notYet('No response announced its length.', keysOf([first]))
  const whole = byLength.filter(({ answered }) => answered)
  if (whole.length === 0) return notYet('The announced length has not been used up.', keysOf(byLength))
  const rest = streams.find(({ target, content }) => afterOf(target) > 0 && contentOf(content).trim() !== '')
  if (rest === undefined) return notYet('The page has not been given the rest yet.', keysOf(whole))
  return passed(
    `${count(whole.length, 'response')} ended by its length; the page asked for what came after message ${afterOf(rest.target)}, and got it.`,
    keysOf([...whole, rest]),
  )
})

function afterOf(target: Messages['target']): number {
  return Number(/[?&]after=(\d+)/.exec(target)?.[1] ?? 0)
}
