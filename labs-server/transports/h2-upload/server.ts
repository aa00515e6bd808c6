/** The server half: every line is a message as soon as it is whole, long before the request has ended. */
import { Router } from 'express'
import { receiveLines } from '../receive-lines.ts'

export const routes = Router()

routes.post('/', async (request, response) => {
  await receiveLines(request, response.locals.mailbox)
  response.status(204).end()
})
