/** The messages of a mailbox on their way into a Bayeux session, at the pace at which its polls take them. */
import type { ServerSession } from 'cometd-nodejs-server'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { DOWN, toData } from '../bayeux-data.ts'

/** How long the next message may be waited for at a time, in milliseconds. */
const WAIT_MS = 60_000

/**
 * Puts messages into the session's queue as long as it is there: the next when a response has taken those before.
 *
 * @throws LabError `LAB_GONE`
 */
export async function publish(mailbox: Mailbox, session: ServerSession, after: number): Promise<void> {
  const gone = new AbortController()
  let taken = Promise.withResolvers<void>()
  session.addListener('removed', () => {
    gone.abort()
    taken.resolve()
  })
  session.addListener('queueDrain', () => taken.resolve())
  for (let last = after; !gone.signal.aborted; ) {
    const messages = await mailbox.next(last, WAIT_MS, gone.signal)
    taken = Promise.withResolvers()
    session.batch(() => {
      for (const { number, message } of messages) session.deliver(null, DOWN, toData(number, message))
    })
    if (messages.length > 0) await taken.promise
    last = messages.at(-1)?.number ?? last
  }
}
