/** The server half: every transport's own, each at its address below the lab's, with the mailbox of the run. */
import { Router } from 'express'
import { LIMITS } from '#labs-server/limits.ts'
import { Mailbox } from '../../mailbox/mailbox.ts'
import type { Run } from '../../sessions/run.ts'
import { TRANSPORT_SERVERS } from '../../transports/servers.ts'
import { LabError } from '../lab-error.ts'
import type { Upgrade } from '../lab-server.ts'
import type { BenchSwitches } from './switches.ts'
import { performTask } from './task.ts'

const mailboxes = new WeakMap<Run, Mailbox>()

/** The mailbox of a run: with the first request that asks for it, the task begins. */
function mailboxOf(run: Run): Mailbox {
  const known = mailboxes.get(run)
  if (known !== undefined) return known
  const switches = run.info.switches as BenchSwitches
  const mailbox = new Mailbox(switches, run.over, LIMITS.maxMailboxOctets)
  mailboxes.set(run, mailbox)
  performTask(mailbox, switches, () => run.now()).catch(() => {}) // The run is over: nobody waits for the rest.
  return mailbox
}

export const routes = Router()

routes.use((_request, response, next) => {
  response.locals.mailbox = mailboxOf(response.locals.run)
  next()
})

for (const [id, { routes: own }] of Object.entries(TRANSPORT_SERVERS)) if (own) routes.use(`/${id}`, own)

export const upgrade: Upgrade = (request, socket, head, { run, path }) => {
  const [id = ''] = path.split(/[/?]/)
  const server = Object.hasOwn(TRANSPORT_SERVERS, id) ? TRANSPORT_SERVERS[id] : undefined
  if (server?.takeSocket === undefined) {
    throw new LabError('LAB_UNKNOWN_ADDRESS', `Nothing at this address leaves HTTP: "${id.slice(0, 40)}".`)
  }
  server.takeSocket(request, socket, head, mailboxOf(run))
}
