/** Messages that come up as numbered lines: each is taken as soon as its line is whole, while the request may still go on. */
import type { Request } from 'express'
import { LabError } from '#labs/lab-error.ts'
import type { Mailbox } from '../mailbox/mailbox.ts'
import { LineReader } from './numbered-line.ts'

/**
 * Takes in every message of a request's content; resolves at its end, or when the client has gone.
 *
 * @throws LabError `LAB_BAD_REQUEST` for a line that is no message, `LAB_TOO_LARGE` for one that is too long.
 */
export async function receiveLines(request: Request, mailbox: Mailbox): Promise<void> {
  const lines = new LineReader((message, number) => mailbox.receive(message, number))
  request.setEncoding('utf8')
  try {
    // The connection outlives an error in the content: the client is to read what was wrong.
    for await (const text of request.iterator({ destroyOnReturn: false })) lines.read(text)
    lines.read('\n')
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new LabError('LAB_BAD_REQUEST', 'A line is a number, a space and a message.')
    if (error instanceof RangeError) throw new LabError('LAB_TOO_LARGE', error.message)
    if (error instanceof LabError) throw error
    // Anything else is the stream's own end: its client has gone.
  }
}
