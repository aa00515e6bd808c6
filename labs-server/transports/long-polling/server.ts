/** The server half: an answer as soon as there is something to say, or when it has been held long enough. */
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { goneSignal } from '../answer-fields.ts'
import { answerWhole } from '../answer-whole.ts'
import { queryNumber } from '../query-number.ts'

export const routes = Router()

routes.get('/', async (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  const after = queryNumber(request, 'after') ?? 0
  const messages = await mailbox.next(after, mailbox.options.pollHold, goneSignal(response))
  await answerWhole(request, response, mailbox.options, messages)
})
