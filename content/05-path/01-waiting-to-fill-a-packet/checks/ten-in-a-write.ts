/** Passes when a single write of the server carried at least ten messages, a numbered line each. */
import { keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 10

export const check = benchCheck({ down: 'fetch-stream' }, '"Streaming, read by fetch" as the way down', ({ log }) => {
  const streams = messagesOf(log).filter(({ target }) => target.includes('/fetch-stream/'))
  if (streams.length === 0) return notYet('No stream has been opened in this run.')
  const writes = streams.flatMap(({ connection }) =>
    connection.passages['server-to-client'].map((passage) => ({
      connection,
      messages: connection.streams['server-to-client'].text(passage).match(/^\d+ "down /gm)?.length ?? 0,
    })),
  )
  const fullest = Math.max(0, ...writes.map(({ messages }) => messages))
  const said = `The fullest of ${count(writes.length, 'write')} carried ${count(fullest, 'message')}`
  if (fullest < ENOUGH) return notYet(`${said}. ${ENOUGH} are wanted.`, keysOf(streams))
  return passed(`${said}.`, keysOf(streams))
})
