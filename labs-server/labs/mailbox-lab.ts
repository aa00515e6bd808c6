/** The server half of a lab whose runs each have a mailbox: every transport at its own address below the lab's. */
import { Router } from 'express'
import { LIMITS } from '#labs-server/limits.ts'
import { Mailbox } from '../mailbox/mailbox.ts'
import type { Run } from '../sessions/run.ts'
import { transportOf } from '../transports/index.ts'
import { TRANSPORT_SERVERS } from '../transports/servers.ts'
import type { TransportOptions } from '../transports/transport.ts'
import { LabError } from './lab-error.ts'
import type { LabServerHalf, UpgradeTarget } from './lab-server.ts'

interface MailboxLab {
  /** How transports are to do it, as the run's switches say. */
  options(run: Run): TransportOptions
  /** What the server does with a mailbox; called with the first request that asks for it. */
  perform(mailbox: Mailbox, run: Run): void
}

/** Whether a path that loses the way down loses this transport's connection. */
function goesDown(id: string): boolean {
  return transportOf(id)?.ways.includes('down') === true
}

/** The segment that tells one opening of a transport from another: `c2`. Without it, all are one. */
const CHANNEL = /^c\d{1,4}$/

/** Routes and upgrades of the transports; a lab may add routes of its own. */
export function mailboxLab({ options, perform }: MailboxLab): Required<LabServerHalf> {
  const mailboxes = new WeakMap<Run, Mailbox>()

  function mailboxOf(run: Run): Mailbox {
    const known = mailboxes.get(run)
    if (known !== undefined) return known
    const mailbox = new Mailbox(options(run), run.over, LIMITS.maxMailboxOctets)
    mailboxes.set(run, mailbox)
    perform(mailbox, run)
    return mailbox
  }

  /** The transport at a place below the lab's address, and the mailbox there. */
  function at({ path, run }: UpgradeTarget) {
    const [id = '', channel = ''] = path.split(/[/?]/)
    const server = Object.hasOwn(TRANSPORT_SERVERS, id) ? TRANSPORT_SERVERS[id] : undefined
    const mailbox = () => (CHANNEL.test(channel) ? mailboxOf(run).channel(channel) : mailboxOf(run))
    return { id, server, mailbox }
  }

  const routes = Router()
  routes.use((_request, response, next) => {
    response.locals.mailbox = mailboxOf(response.locals.run)
    next()
  })
  for (const [id, { routes: own }] of Object.entries(TRANSPORT_SERVERS)) {
    if (own === undefined) continue
    routes.use(`/${id}/:channel`, (request, response, next) => {
      const { channel } = request.params
      if (!CHANNEL.test(channel)) return next()
      response.locals.mailbox = response.locals.mailbox.channel(channel)
      if (goesDown(id)) response.locals.connection.carriesDown()
      own(request, response, next)
    })
    routes.use(`/${id}`, own)
  }

  return {
    routes,
    upgrade(request, socket, head, target) {
      const { id, server, mailbox } = at(target)
      if (server?.takeSocket === undefined) {
        throw new LabError('LAB_UNKNOWN_ADDRESS', `Nothing at this address leaves HTTP: "${id.slice(0, 40)}".`)
      }
      if (goesDown(id)) target.connection.carriesDown()
      server.takeSocket(request, socket, head, mailbox())
    },
    join(socket, after, target) {
      const { id, server, mailbox } = at(target)
      if (server?.takeDocuments === undefined) {
        throw new LabError('LAB_UNKNOWN_ADDRESS', `Nothing at this address takes documents: "${id.slice(0, 40)}".`)
      }
      if (goesDown(id)) target.connection.carriesDown()
      return server.takeDocuments(socket, after, mailbox())
    },
  }
}
