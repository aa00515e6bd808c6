/** Exchanges with the lab's echo, which answers while it is asked: who asked, and when content went which way. */
import { type ContentExchange, contentExchanges } from '#labs/duplex/overlap.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { type Messages, messagesOf } from '../messages.ts'

export interface Echo {
  readonly messages: Messages
  /** The content that has passed; undefined while there is none. */
  readonly content: ContentExchange | undefined
  /** When the content of the request had come to its end; undefined while it has not. */
  readonly askedAt: number | undefined
}

/** Units that only a whole content ends with. */
const ENDS = ['last-chunk', 'message-body']

/** The exchanges of HTTP/1.1 with the echo, in the order in which they started. */
export function echoesOf(log: UnitLog): readonly Echo[] {
  const contents = contentExchanges(log)
  return messagesOf(log)
    .filter(({ target }) => target.split('?')[0]?.endsWith('/duplex/echo'))
    .map((messages) => {
      const { connection, request, sent } = messages
      const { exchange } = request.unit
      return {
        messages,
        content: contents.find((one) => one.connection === connection.id && one.exchange === exchange),
        askedAt: sent.find(({ unit }) => unit.complete && ENDS.includes(unit.name))?.at,
      }
    })
}
