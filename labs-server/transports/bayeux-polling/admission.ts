/** What the library leaves to others: what may come in, how much of it, and that the page's origin may send cookies. */
import type { SecurityPolicy, ServerSession } from 'cometd-nodejs-server'
import { json, type RequestHandler } from 'express'
import { LabError } from '#labs/lab-error.ts'
import { LIMITS } from '#labs-server/limits.ts'
import { UP } from '../bayeux-data.ts'
import { BayeuxMessages, SUBSCRIBABLE } from '../bayeux-messages.ts'

/** The most that one request may have. */
const MAX_CONTENT = '8mb'

/** Has the messages of a request in `request.body`: one, or several in an array. */
const readMessages: RequestHandler = (request, _response, next) => {
  const { success, data } = BayeuxMessages.safeParse([request.body].flat())
  if (!success) {
    throw new LabError(
      'LAB_BAD_REQUEST',
      'A request has Bayeux messages in JSON: an array of objects, each with a channel.',
    )
  }
  request.body = data
  next()
}

/** Lets the page's script send the cookie by which CometD knows a browser again (WHATWG Fetch, CORS protocol). */
const allowCredentials: RequestHandler = ({ headers }, response, next) => {
  if (headers.origin !== undefined) {
    response.set({ 'Access-Control-Allow-Origin': headers.origin, 'Access-Control-Allow-Credentials': 'true' })
  }
  next()
}

/** What a request has to pass before the library. @throws LabError `LAB_BAD_REQUEST` when it is none of Bayeux. */
export const admit: readonly RequestHandler[] = [json({ limit: MAX_CONTENT }), readMessages, allowCredentials]

/** Who may do what at a server with these sessions: a page hears what goes down, and publishes what goes up. */
export function policyOf(sessions: ReadonlySet<ServerSession>): SecurityPolicy {
  return {
    canHandshake: (_session, _message, done) => done(undefined, sessions.size < LIMITS.maxBayeuxClients),
    canCreate: (_session, _message, name, done) => done(undefined, SUBSCRIBABLE.includes(name)),
    canSubscribe: (_session, _message, { name }, done) => done(undefined, SUBSCRIBABLE.includes(name)),
    canPublish: (_session, _message, { name }, done) => done(undefined, name === UP),
  }
}

let taken = 0

/** A place among the servers; give it back by calling what is returned. @throws LabError `LAB_FULL` */
export function takePlace(): () => void {
  if (taken >= LIMITS.maxBayeuxServers) {
    throw new LabError('LAB_FULL', `There are ${taken} Bayeux servers at work. Wait until others have finished.`)
  }
  taken += 1
  return () => {
    taken -= 1
  }
}
