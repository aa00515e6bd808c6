/** The server half: tells where sessions are served and by which certificate, and joins each to its run's mailbox. */
import { randomBytes } from 'node:crypto'
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { pause } from '../pause.ts'
import type { ChildSession } from './child-session.ts'
import { DenoService } from './deno-service.ts'

/** A message that has not gone after so many milliseconds will not soon. */
const STUCK_MS = 500

/** Who knows this word may open a session for a mailbox: it stands in the session's address. */
const words = new WeakMap<Mailbox, string>()
const mailboxes = new Map<string, Mailbox>()
const sessions = new WeakMap<Mailbox, ChildSession>()
const deno = new DenoService((session) => {
  join(session).catch(() => session.close()) // What it wants is no longer kept.
})

export const routes = Router()

routes.get('/', async (_request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  const { origin, sha256 } = await deno.child(mailbox.over)
  response.json({ url: `${origin}/${wordFor(mailbox)}`, sha256 })
})

routes.get('/counts', async (_request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  const session = sessions.get(mailbox)
  // A client has a message sooner than it is told here that it has gone: it is counted, unless it is stuck.
  await Promise.race([session?.sent, pause(STUCK_MS, mailbox.over)])
  response.json(session?.counts ?? {})
})

function wordFor(mailbox: Mailbox): string {
  const known = words.get(mailbox)
  if (known !== undefined) return known
  const word = randomBytes(16).toString('base64url')
  words.set(mailbox, word)
  mailboxes.set(word, mailbox)
  mailbox.over.addEventListener('abort', () => mailboxes.delete(word))
  return word
}

/** Carries messages between a session and the mailbox that its address names. */
async function join(session: ChildSession): Promise<void> {
  const mailbox = mailboxes.get(session.path.slice(1))
  if (mailbox !== undefined) {
    sessions.set(mailbox, session)
    session.onMessage((message) => mailbox.receive(message))
    const messages = mailbox.messages(session.after, session.gone)
    for await (const { message } of messages) await session.send(message, mailbox.options.datagrams)
  }
  session.close()
}
