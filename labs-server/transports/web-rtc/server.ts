/** The server half, which has no part in the messages: what a peer signals goes down to both, until they have met. */
import { Router } from 'express'
import { LabError } from '#labs/lab-error.ts'
import { LIMITS } from '#labs-server/limits.ts'
import { Mailbox } from '../../mailbox/mailbox.ts'
import * as fetchStream from '../fetch-stream/server.ts'
import * as post from '../post/server.ts'
import type { TakeSocket } from '../transport-server.ts'
import * as webSocket from '../web-socket/server.ts'

const relays = new WeakMap<Mailbox, Mailbox>()

/** The mailbox in which the peers of one opening leave word for each other, as the peer `name` sees it. */
function relayOf(mailbox: Mailbox, name = ''): Mailbox {
  if (!/^(reader|other)$/.test(name)) throw new LabError('LAB_UNKNOWN_ADDRESS', 'The peers are "reader" and "other".')
  let relay = relays.get(mailbox)
  if (relay === undefined) {
    relay = new Mailbox(mailbox.options, mailbox.over, LIMITS.maxSignalOctets)
    relays.set(mailbox, relay)
    passOn(relay)
  }
  return relay.channel(name)
}

/** Passes signals on as long as there is room for them: who sends so many listens to none. */
function passOn(relay: Mailbox): void {
  relay.onMessage((signal) => {
    if (relay.octets + signal.length <= LIMITS.maxSignalOctets) relay.send(signal).catch(() => {}) // The run is over.
  })
}

export const routes = Router()

for (const [id, own] of Object.entries({ 'fetch-stream': fetchStream.routes, post: post.routes })) {
  routes.use(`/:peer/${id}`, (request, response, next) => {
    response.locals.mailbox = relayOf(response.locals.mailbox, request.params.peer)
    own(request, response, next)
  })
}

export const takeSocket: TakeSocket = (request, socket, head, mailbox) => {
  const [, peer] = /\/(\w+)\/web-socket\/[^/]*$/.exec(request.url ?? '') ?? []
  webSocket.takeSocket(request, socket, head, relayOf(mailbox, peer))
}
