/** Passes when a request named the last event, and the response went on with the one after it. */
import { contentOf, fieldOf, keysOf, messagesOf } from '../../../messages.ts'
import { benchCheck, notYet, passed } from '../../../verdicts.ts'

export const check = benchCheck({ down: 'event-source' }, '"EventSource" as the way down', ({ log }) => {
  const streams = messagesOf(log).filter(({ target }) => target.includes('/event-source/'))
  const [first] = streams
  if (first === undefined) return notYet('No event stream has been asked for in this run.')
  const again = streams.find(({ request }) => fieldOf(request, 'last-event-id') !== undefined)
  if (again === undefined)
    return notYet('The browser has not come back: no request has a Last-Event-ID.', keysOf([first]))
  const last = Number(fieldOf(again.request, 'last-event-id'))
  const next = Number(/^id: (\d+)$/m.exec(contentOf(again.content))?.[1])
  if (Number.isNaN(next))
    return notYet(`The browser came back after event ${last}, and no event has followed yet.`, keysOf([again]))
  if (next !== last + 1) return notYet(`After event ${last} the server went on with event ${next}.`, keysOf([again]))
  return passed(
    `The browser came back with Last-Event-ID: ${last}, and the server went on with event ${next}.`,
    keysOf([again]),
  )
})
