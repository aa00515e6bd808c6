/** The server half: a message, or a part of one, is the content of a request. Nobody reads the answer. */
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { keepOrClose } from '../answer-fields.ts'
import { queryNumber } from '../query-number.ts'
import { queryPart } from '../query-part.ts'
import { contentOf, readContent } from '../read-content.ts'

export const routes = Router()

routes.post('/', readContent, (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  mailbox.receive(contentOf(request), queryNumber(request, 'number'), queryPart(request))
  keepOrClose(response, mailbox.options)
  response.status(204).end()
})
