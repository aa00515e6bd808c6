/** What a server with nothing to say does with a mailbox: it answers every message. */
import type { Mailbox } from '../mailbox/mailbox.ts'

const WORDS = new TextEncoder().encode('you said ')

/** Sends "you said ..." down for each message that comes up. */
export function answerAll(mailbox: Mailbox): void {
  mailbox.onMessage((message) => {
    const answer = new Uint8Array(WORDS.length + message.length)
    answer.set(WORDS)
    answer.set(message, WORDS.length)
    mailbox.send(answer).catch(() => {}) // The run is over: there is nobody to answer.
  })
}
