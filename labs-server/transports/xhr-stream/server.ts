/** The server half: a response that stays open, and a line in it for every message. */
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { goneSignal } from '../answer-fields.ts'
import { toLine } from '../numbered-line.ts'
import { openAnswer } from '../open-answer.ts'
import { queryNumber } from '../query-number.ts'

export const routes = Router()

routes.get('/', async (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  const after = queryNumber(request, 'after') ?? 0
  const messages = mailbox.messages(after, goneSignal(response))
  // Without this field the browser may look into plain text for what else it might be, and show nothing meanwhile.
  if (mailbox.options.sniff) response.removeHeader('X-Content-Type-Options')
  const answer = openAnswer(request, response, mailbox.options, {
    type: 'text/plain; charset=utf-8',
    nothing: (octets) => '\n'.padStart(octets),
  })
  for await (const { number, message } of messages) {
    if (!(await answer.write(toLine(number, message)))) return
  }
  answer.end()
})
