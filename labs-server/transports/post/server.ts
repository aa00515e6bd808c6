/** The server half: a message is the content of a request. */
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { keepOrClose } from '../answer-fields.ts'
import { queryNumber } from '../query-number.ts'
import { contentOf, readContent } from '../read-content.ts'

export const routes = Router()

routes.post('/', readContent, (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  mailbox.receive(contentOf(request), queryNumber(request, 'number'))
  keepOrClose(response, mailbox.options)
  response.status(204).end()
})
