/** The server half, through `cometd-nodejs-server`: a Bayeux server for each opening, so nobody hears another's. */
import cometd, { type ServerSession } from 'cometd-nodejs-server'
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { keepOrClose } from '../answer-fields.ts'
import { fromData, UP } from '../bayeux-data.ts'
import { queryNumber } from '../query-number.ts'
import { admit, policyOf, takePlace } from './admission.ts'
import { publish } from './publication.ts'

const open = new WeakMap<Mailbox, ReturnType<typeof start>>()

export const routes = Router()

routes.post('/', ...admit, (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  keepOrClose(response, mailbox.options)
  const { server, sessions, close } = open.get(mailbox) ?? start(mailbox, queryNumber(request, 'after') ?? 0)
  server.handle(request, response)
  if (sessions.size === 0) close() // Nobody has shaken hands.
})

function start(mailbox: Mailbox, after: number) {
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
  mailbox.over.addEventListener('abort', end)
  return bayeux

  function end(): void {
    for (const session of sessions) session.disconnect() // Answers the poll that waits.
  }
  function close(): void {
    if (!open.delete(mailbox)) return
    mailbox.over.removeEventListener('abort', end)
    server.close() // Its timer.
    leavePlace()
  }
}
