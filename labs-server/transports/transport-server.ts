/** What a transport's server half is: routes for its requests, and what takes its sockets once they leave HTTP. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Router } from 'express'
import type { Mailbox } from '../mailbox/mailbox.ts'

/** Takes the socket of a request to upgrade (RFC 9110 section 7.8); `head` are octets that came behind the request. */
export type TakeSocket = (request: IncomingMessage, socket: Duplex, head: Buffer, mailbox: Mailbox) => void

/**
 * Takes the socket of a client that has joined by XMLSocket, and returns what takes its further documents. Messages down follow
 * after number `after`.
 */
export type TakeDocuments = (socket: Duplex, after: number, mailbox: Mailbox) => (document: string) => void

export interface TransportServer {
  /** Mounted at the transport's own address; `response.locals.mailbox` is the run's mailbox. */
  readonly routes?: Router
  readonly takeSocket?: TakeSocket
  readonly takeDocuments?: TakeDocuments
}
