/** What the library leaves to others: what may come in, and how often clients may shake hands. */
/// <reference path="./faye.d.ts" />
import type { FayeExtension, FayeMessage } from 'faye'
import { LIMITS } from '#labs-server/limits.ts'
import { UP } from '../bayeux-data.ts'
import { BayeuxMessages, SUBSCRIBABLE } from '../bayeux-messages.ts'

/** Lets a page hear what goes down and publish what goes up; the server's own client may do everything. */
export function admission(): FayeExtension {
  let clients = 0
  function refusalOf({ channel, subscription = [] }: FayeMessage): string | undefined {
    if (channel === '/meta/handshake') {
      clients += 1
      return clients > LIMITS.maxBayeuxClients ? '403::Too many clients' : undefined
    }
    if (channel === '/meta/subscribe') {
      const all = [subscription].flat()
      return all.every((name) => SUBSCRIBABLE.includes(name)) ? undefined : '403::Forbidden channel'
    }
    return channel.startsWith('/meta/') || channel === UP ? undefined : '403::Forbidden channel'
  }
  return {
    incoming(message, request, callback) {
      const error = request === null ? undefined : refusalOf(message)
      callback(error === undefined ? message : { ...message, error })
    },
  }
}

/**
 * The messages in the text of a frame, none when they are not of Bayeux. In the place of the library's own reading, which
 * writes what it cannot read to the console.
 */
export function readMessages(text: unknown): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(String(text))
    return BayeuxMessages.parse([content].flat())
  } catch {
    return []
  }
}
