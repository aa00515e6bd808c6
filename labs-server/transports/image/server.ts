/** The server half: the message is in the query, and the answer the smallest image there is. */
import { type Request, Router } from 'express'
import { LabError } from '#labs/lab-error.ts'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { keepOrClose } from '../answer-fields.ts'
import { queryNumber } from '../query-number.ts'
import { queryPart } from '../query-part.ts'

/** GIF89a, one transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64')

export const routes = Router()

routes.get('/', (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  mailbox.receive(octetsIn(request), queryNumber(request, 'number'), queryPart(request))
  keepOrClose(response, mailbox.options)
  response.type('image/gif').send(PIXEL)
})

/** RFC 4648 section 5: base64url has no character that a query would have to escape. */
function octetsIn({ query: { message } }: Request): Uint8Array {
  if (typeof message === 'string' && /^[\w-]*$/.test(message) && message.length % 4 !== 1) {
    return Uint8Array.fromBase64(message, { alphabet: 'base64url' })
  }
  throw new LabError('LAB_BAD_REQUEST', 'The message is in the query, as "message", in base64url.')
}
