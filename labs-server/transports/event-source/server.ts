/** The server half: an event stream. Messages' numbers are the ids of events, so the browser tells where to go on. */
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { goneSignal } from '../answer-fields.ts'
import { toText } from '../message-text.ts'
import { openAnswer } from '../open-answer.ts'
import { queryNumber, wholeNumber } from '../query-number.ts'

/** How long the browser waits before it comes back, in milliseconds. Firefox 153 waits 500 at least. */
const RETRY_MS = 100

export const routes = Router()

routes.get('/', async (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  // An EventSource always asks for the same address: where it is by now is in a field.
  const after = wholeNumber(request.get('Last-Event-ID'), 'Last-Event-ID') ?? queryNumber(request, 'after') ?? 0
  const messages = mailbox.messages(after, goneSignal(response))
  const answer = openAnswer(request, response, mailbox.options, {
    type: 'text/event-stream',
    first: `retry: ${RETRY_MS}\n\n`,
    // A line that begins with a colon is a comment.
    beat: ':\n\n',
    nothing: (octets) => (octets > 1 ? `${':'.padEnd(octets - 1)}\n` : '\n'),
  })
  for await (const { number, message } of messages) {
    if (!(await answer.write(`id: ${number}\ndata: ${toText(message)}\n\n`))) return
  }
  answer.end()
})
