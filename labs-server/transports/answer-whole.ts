/** A response to a poll: all the messages there are, and its end. */
import { promisify } from 'node:util'
import { gzip as compress } from 'node:zlib'
import type { Request, Response } from 'express'
import type { NumberedMessage } from '../mailbox/outbox.ts'
import { acceptsGzip, keepOrClose } from './answer-fields.ts'
import { toLine } from './numbered-line.ts'
import type { TransportOptions } from './transport.ts'

const gzip = promisify(compress)

/** Answers with a line for each message; with 204 when there is none (RFC 9110 section 15.3.5). */
export async function answerWhole(
  request: Request,
  response: Response,
  options: TransportOptions,
  messages: readonly NumberedMessage[],
): Promise<void> {
  keepOrClose(response, options)
  if (messages.length === 0) {
    response.status(204).end()
    return
  }
  const lines = messages.map(({ number, message }) => toLine(number, message)).join('')
  response.type('text/plain; charset=utf-8')
  if (options.gzip && acceptsGzip(request)) response.set('Content-Encoding', 'gzip').send(await gzip(lines))
  else response.send(lines)
}
