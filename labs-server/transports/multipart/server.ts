/** The server half: a part for every message, its number in a field of the part. */
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import type { NumberedMessage } from '../../mailbox/outbox.ts'
import { goneSignal } from '../answer-fields.ts'
import { toText } from '../message-text.ts'
import { openAnswer } from '../open-answer.ts'
import { queryNumber } from '../query-number.ts'

/** Stands in no message, since no message as text has an end of line. */
const DELIMITER = '\r\n--message'

export const routes = Router()

routes.get('/', async (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  const after = queryNumber(request, 'after') ?? 0
  const messages = mailbox.messages(after, goneSignal(response))
  const answer = openAnswer(request, response, mailbox.options, {
    type: 'multipart/x-mixed-replace; boundary=message',
    first: DELIMITER,
    last: '--\r\n',
    // A part without fields and without content.
    beat: `\r\n\r\n${DELIMITER}`,
    // Before the first delimiter and behind the last, nothing counts (RFC 2046 section 5.1.1: preamble and epilogue).
    nothing: (octets) => ' '.repeat(octets),
  })
  for await (const message of messages) {
    if (!(await answer.write(toPart(message)))) return
  }
  answer.end()
})

/** Each part has the delimiter of the next behind it: only that says that the part is over. */
function toPart({ number, message }: NumberedMessage): string {
  return `\r\nContent-Type: text/plain; charset=utf-8\r\nNumber: ${number}\r\n\r\n${toText(message)}${DELIMITER}`
}
