/** What the library leaves to others: what may come in, how much of it, and that the page's origin may send cookies. */
import type { SecurityPolicy, ServerSession } from 'cometd-nodejs-server'
import type { Request, Response } from 'express'
import type { z } from 'zod'
import { LabError } from '#labs/lab-error.ts'
import { LIMITS } from '#labs-server/limits.ts'
import { UP } from '../bayeux-data.ts'
import { BayeuxMessages, SUBSCRIBABLE } from '../bayeux-messages.ts'

/** The most that one request may have. */
export const MAX_CONTENT = '8mb'

/** The messages of a request: one, or several in an array. @throws LabError `LAB_BAD_REQUEST` */
export function bayeuxMessages(content: unknown): z.infer<typeof BayeuxMessages> {
  const { success, data } = BayeuxMessages.safeParse(Array.isArray(content) ? content : [content])
  if (success) return data
  throw new LabError(
    'LAB_BAD_REQUEST',
    'A request has Bayeux messages in JSON: an array of objects, each with a channel.',
  )
}

/** Lets the page's script send the cookie by which CometD knows a browser again (WHATWG Fetch, CORS protocol). */
export function allowCredentials({ headers }: Request, response: Response): void {
  if (headers.origin === undefined) return
  response.set({ 'Access-Control-Allow-Origin': headers.origin, 'Access-Control-Allow-Credentials': 'true' })
}

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
