/** The server half: a page that never ends, and a script in it for every message. */
import { Router } from 'express'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import type { NumberedMessage } from '../../mailbox/outbox.ts'
import { goneSignal } from '../answer-fields.ts'
import { toText } from '../message-text.ts'
import { openAnswer } from '../open-answer.ts'
import { queryNumber } from '../query-number.ts'

export const routes = Router()

/** Frame and page are of two origins, so they only post messages. Any page may frame this one: it holds no secret. */
const TELL = "const tell = (...words) => parent.postMessage(words, '*')"

routes.get('/', async (request, response) => {
  const mailbox: Mailbox = response.locals.mailbox
  const after = queryNumber(request, 'after') ?? 0
  const messages = mailbox.messages(after, goneSignal(response))
  const answer = openAnswer(request, response, mailbox.options, {
    // Without a charset, Firefox 153 shows nothing of a page before its end.
    type: 'text/html; charset=utf-8',
    first: `<!doctype html><title>Messages</title><script>${TELL}; tell('open')</script>\n`,
    beat: "<script>tell('beat')</script>\n",
    last: "<script>tell('end')</script>\n",
    nothing: (octets) => '\n'.padStart(octets),
  })
  for await (const message of messages) {
    if (!(await answer.write(toScript(message)))) return
  }
  answer.end()
})

/** `tell(7, "hello")`, or in base64 `tell(7, "/w==", "base64")`. No "<" in it can end the script before its time. */
function toScript({ number, message }: NumberedMessage): string {
  const text = toText(message)
  const words = text.startsWith('"') ? text.replaceAll('<', '\\u003c') : `"${text}", "base64"`
  return `<script>tell(${number}, ${words})</script>\n`
}
