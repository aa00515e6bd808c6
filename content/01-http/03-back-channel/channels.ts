/** What the lab's two kinds of exchange are on the wire: streams down, and messages up. */

import type { UnitLog } from '#wire/unit-log.ts'
import { type Messages, messagesOf, overAt } from '../../messages.ts'

export interface Channels {
  /** Exchanges whose response stays open. */
  readonly streams: readonly Messages[]
  readonly messages: readonly Messages[]
}

export function channelsOf(log: UnitLog): Channels {
  const exchanges = messagesOf(log)
  return {
    streams: exchanges.filter(({ method, target, response }) => {
      const path = target.split('?')[0]
      return method === 'GET' && path?.endsWith('/down') && response !== undefined
    }),
    messages: exchanges.filter(({ method }) => method === 'POST'),
  }
}

/** Whether the stream's response had begun and its connection was open at this time, in milliseconds since the run started. */
export function isOpenAt(stream: Messages, at: number): boolean {
  return (
    (stream.response?.at ?? Number.POSITIVE_INFINITY) <= at &&
    (overAt(stream.connection) ?? Number.POSITIVE_INFINITY) > at
  )
}
