/** The server half, through `cometd-nodejs-server`: one Bayeux server for each opening, so that nobody hears another's messages. */
import cometd, { type CometDServer, type ServerSession } from 'cometd-nodejs-server'
import { json, Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { keepOrClose } from '../answer-fields.ts'
import { DOWN, fromData, toData, UP } from '../bayeux-data.ts'
import { queryNumber } from '../query-number.ts'
import { allowCredentials, bayeuxMessages, MAX_CONTENT, policyOf, takePlace } from './admission.ts'

/** How long the next message may be waited for at a time, in milliseconds. */
const WAIT_MS = 60_000

interface Bayeux {
  readonly server: CometDServer
  readonly sessions: ReadonlySet<ServerSession>
  close(): void
}

const open = new WeakMap<Mailbox, Bayeux>()

export const routes = Router()

routes.post('/', json({ limit: MAX_CONTENT }), (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  request.body = bayeuxMessages(request.body)
  allowCredentials(request, response)
  keepOrClose(response, mailbox.options)
  const { server, sessions, close } = open.get(mailbox) ?? start(mailbox, queryNumber(request, 'after') ?? 0)
  server.handle(request, response)
  if (sessions.size === 0) close() // Nobody has shaken hands.
})

function start(mailbox: Mailbox, after: number): Bayeux {
  const leavePlace = takePlace()
  const server = cometd.createCometDServer({ timeout: mailbox.options.pollHold })
  const sessions = new Set<ServerSession>()
  const bayeux = { server, sessions, close }
  open.set(mailbox, bayeux)
  server.policy = policyOf(sessions)
  server.createServerChannel(UP).addListener('message', (_session, _channel, { data }, done) => {
    try {
      const { number, message } = fromData(data)
      mailbox.receive(message, number)
      done(undefined, true)
    } catch (error) {
      done(error)
    }
  })
  server.addListener('sessionAdded', (session: ServerSession) => sessions.add(session))
  server.addListener('subscribed', (_channel, session: ServerSession) => {
    if (session.subscriptions.length === 1) publish(mailbox, session, after).catch(() => session.disconnect())
  })
  server.addListener('sessionRemoved', (session: ServerSession) => {
    sessions.delete(session)
    if (sessions.size === 0) close()
  })

  function end(): void {
    for (const session of sessions) session.disconnect() // Answers the poll that waits.
  }
  function close(): void {
    if (!open.delete(mailbox)) return
    mailbox.over.removeEventListener('abort', end)
    server.close() // Its timer.
    leavePlace()
  }
  mailbox.over.addEventListener('abort', end)
  return bayeux
}

/**
 * Puts messages into the session's queue as long as it is there: the next when a response has taken those before.
 *
 * @throws LabError `LAB_GONE`
 */
async function publish(mailbox: Mailbox, session: ServerSession, after: number): Promise<void> {
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
