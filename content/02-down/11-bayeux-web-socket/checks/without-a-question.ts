/** Passes when at least three messages came down in frames, on the connection that carried messages up. */
import { type BayeuxMessage, bayeuxMessagesOf } from '../../../bayeux.ts'
import { framesOf } from '../../../frames.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3

export const check = benchCheck({ down: 'bayeux-web-socket' }, '"Bayeux, WebSocket" as the way down', ({ log }) => {
  const framed = new Set(framesOf(log).map(({ logged }) => logged.connection))
  const own = bayeuxMessagesOf(log).filter(({ channel, logged }) => {
    return channel.startsWith('/') && !channel.startsWith('/meta/') && framed.has(logged.connection)
  })
  if (own.length === 0) return notYet('No message has crossed the wire in a frame in this run.')
  const up = new Set(own.filter(isUp).map(({ logged }) => logged.connection))
  const down = own.filter((message) => !isUp(message) && hasData(message) && up.has(message.logged.connection))
  const keys = down.map(({ logged }) => logged.key)
  const said = `${count(down.length, 'message')} came down in frames, on a connection that took messages up`
  if (down.length < ENOUGH) return notYet(`${said}. ${ENOUGH} are wanted.`, keys)
  return passed(`${said}.`, keys)
})

function isUp({ direction }: BayeuxMessage): boolean {
  return direction === 'client-to-server'
}

/** The answer to a publication names its channel, too, but brings no data. */
function hasData({ logged }: BayeuxMessage): boolean {
  return logged.unit.parts?.some(({ name }) => name === 'data') === true
}
