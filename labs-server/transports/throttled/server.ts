/** The server half: every line of a request's content is a message. */
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { keepOrClose } from '../answer-fields.ts'
import { receiveLines } from '../receive-lines.ts'

export const routes = Router()

routes.post('/', async (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  await receiveLines(request, mailbox)
  keepOrClose(response, mailbox.options)
  response.status(204).end()
})
