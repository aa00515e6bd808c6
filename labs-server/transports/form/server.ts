/** The server half: the message is the value of a field, and the answer a document whose script tells the page. */
import { type Request, Router } from 'express'
import { LabError } from '#labs/lab-error.ts'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { keepOrClose } from '../answer-fields.ts'
import { fromText } from '../message-text.ts'
import { queryNumber } from '../query-number.ts'
import { contentOf, readContent } from '../read-content.ts'

const ANSWER = '<!doctype html><script>parent.postMessage("taken", "*")</script>'

/** WHATWG HTML, plain text form data: a line for each field, and nothing is escaped. */
const FIELD = /^message=([^\r\n]*)\r\n$/

export const routes = Router()

routes.post('/', readContent, (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  mailbox.receive(messageIn(request), queryNumber(request, 'number'))
  keepOrClose(response, mailbox.options)
  response.type('text/html; charset=utf-8').send(ANSWER)
})

function messageIn(request: Request): Uint8Array {
  try {
    const [, text] = FIELD.exec(new TextDecoder().decode(contentOf(request))) ?? []
    if (text !== undefined) return fromText(text)
  } catch {} // What is no message is told in the same words as what is no field.
  throw new LabError('LAB_BAD_REQUEST', 'The content is one field, "message", as plain text: a JSON string, or base64.')
}
