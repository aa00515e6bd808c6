/** Passes when at least three messages were published while a connect request was held on another connection. */
import { exchangesOf } from '#wire/exchanges.ts'
import { bayeuxMessagesOf } from '../../../bayeux.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3

export const check = benchCheck({ down: 'bayeux-polling' }, '"Bayeux, long polling" as the way down', ({ log }) => {
  const asked = bayeuxMessagesOf(log).filter(({ direction }) => direction === 'client-to-server')
  if (asked.length === 0) return notYet('No Bayeux message has gone up in this run.')
  const exchanges = exchangesOf(log)
  const held = asked
    .filter(({ channel }) => channel === '/meta/connect')
    .map(({ logged }) => {
      const own = exchanges.find(({ connection, index }) => {
        return connection === logged.connection && index === logged.unit.exchange
      })
      return { logged, from: logged.at, until: own?.response[0]?.startedAt ?? Number.POSITIVE_INFINITY }
    })
  const spoken = asked.filter(({ channel, logged }) => {
    return !channel.startsWith('/meta/') && held.some((poll) => isBeside(poll, logged))
  })
  const keys = spoken.map(({ logged }) => logged.key)
  const said = `${count(spoken.length, 'message')} ${spoken.length === 1 ? 'was' : 'were'} published while a connect request was held`
  if (spoken.length < ENOUGH) return notYet(`${said}. ${ENOUGH} are wanted.`, keys)
  return passed(`${said}.`, keys)

  function isBeside(poll: (typeof held)[number], logged: (typeof asked)[number]['logged']): boolean {
    return poll.logged.connection !== logged.connection && poll.from <= logged.at && logged.at < poll.until
  }
})
