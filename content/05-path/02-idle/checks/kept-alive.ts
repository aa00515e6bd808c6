/** Passes when one connection brought four messages, with silences longer than the path's idle time-out between them. */
import { keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 4

export const check = benchCheck(
  { down: 'fetch-stream' },
  '"Streaming, read by fetch" as the way down',
  ({ log, switches }) => {
    const timeoutMs = Number(switches.idleTimeout)
    if (timeoutMs === 0) return notYet('The path of this run never forgets: set an idle time-out.')
    const streams = messagesOf(log).filter(({ target }) => target.includes('/fetch-stream/'))
    const silences = streams.map((stream) => {
      const { connection } = stream
      const octets = connection.streams['server-to-client']
      const times = connection.passages['server-to-client']
        .filter((each) => /^\d+ "down /m.test(octets.text(each)))
        .map(({ at }) => at)
      const longest = Math.max(0, ...times.slice(1).map((at, index) => at - (times[index] ?? at)))
      return { stream, messages: times.length, longest }
    })
    const [best] = silences.toSorted((one, other) => other.messages - one.messages)
    if (best === undefined || best.messages === 0) return notYet('No message has come down in this run.')
    const said = `Connection ${best.stream.connection.id} brought ${count(best.messages, 'message')}, with up to ${Math.round(best.longest)} ms of silence between two`
    const keys = keysOf([best.stream])
    if (best.messages < ENOUGH) return notYet(`${said}. ${ENOUGH} over one connection are wanted.`, keys)
    if (best.longest <= timeoutMs) return notYet(`${said}: the path forgets only after ${timeoutMs} ms.`, keys)
    return passed(`${said}, and the path forgets after ${timeoutMs} ms.`, keys)
  },
)
