/** Passes when the answers to at least three forms have more octets than the messages they acknowledge. */
import { fieldOf, keysOf, messagesOf, sizeOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3

export const check = benchCheck({ up: 'form' }, '"Form into a hidden iframe" as the way up', ({ log, switches }) => {
  const forms = messagesOf(log).filter(
    ({ method, request, answered }) => method === 'POST' && answered && isForm(request),
  )
  if (forms.length < ENOUGH)
    return notYet(`${forms.length} of at least ${ENOUGH} forms have been answered.`, keysOf(forms))
  const answers = forms.flatMap(({ response, content }) => (response === undefined ? [] : [response, ...content]))
  const down = answers.reduce((sum, unit) => sum + sizeOf(unit), 0)
  const up = forms.length * Number(switches.size)
  const said = `${count(forms.length, 'answer')} of ${down} octets acknowledge ${up} octets of messages`
  if (down <= up) return notYet(`${said}: the messages are larger.`, keysOf(forms))
  return passed(`${said}.`, keysOf(forms))
})

function isForm(request: Parameters<typeof fieldOf>[0]): boolean {
  return fieldOf(request, 'sec-fetch-dest') === 'iframe' || fieldOf(request, 'content-type') === 'text/plain'
}
