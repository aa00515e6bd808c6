/** Passes when the script was shown the first content more than 200 ms after it had passed on the wire. */
import { keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, notYet, passed } from '../../../verdicts.ts'

const ENOUGH_MS = 200

export const check = benchCheck(
  { down: 'xhr-stream' },
  '"Streaming, read by XMLHttpRequest" as the way down',
  ({ log, script }) => {
    const stream = messagesOf(log).find(({ target, content }) => target.includes('/xhr-stream/') && content.length > 0)
    const [first] = stream?.content ?? []
    if (stream === undefined || first === undefined) return notYet('No content has come down in this run.')
    const shown = script.find(({ what, octets = 0 }) => what === 'readyState 3' && octets > 0)
    if (shown === undefined) return notYet('The script has not been shown any content yet.', [first.key])
    const keptMs = Math.round(shown.at - first.at)
    const said = `The first content passed at ${Math.round(first.at)} ms, and the script was shown it ${Math.max(0, keptMs)} ms later`
    if (keptMs <= ENOUGH_MS) return notYet(`${said}. More than ${ENOUGH_MS} ms are wanted.`, keysOf([stream]))
    return passed(`${said}.`, [first.key])
  },
)
