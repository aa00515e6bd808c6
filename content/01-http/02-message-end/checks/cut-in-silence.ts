/** Passes when a close-delimited response has less content than the server meant to write (RFC 9112 section 8). */
import { initialValues, parseSwitches } from '#labs/lab.ts'
import { messageEnd } from '#labs/message-end/lab.ts'
import { fieldOf, type Messages, messagesOf, sizeOf, unitIs } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

export const check = checkOf('message-end', ({ log }) => {
  const message = messagesOf(log).findLast(({ status }) => status === 200)
  if (message?.response === undefined) return notYet('No response has come yet.')
  const { closedAt, endedAt } = message.connection
  const over = closedAt ?? endedAt['server-to-client']
  if (over === undefined && !message.answered) return notYet('The message is still on its way.')

  const { response, content } = message
  if (fieldOf(response, 'transfer-encoding') !== undefined) {
    const chunks = content.filter((logged) => unitIs(logged, 'chunk') && logged.unit.complete)
    const had = count(chunks.length, 'whole chunk')
    return notYet(
      message.answered
        ? `Your message is whole: ${had} and the last chunk.`
        : `Your message has ${had} and no last chunk: every client can see that it was cut.`,
      [response.key, ...content.map(({ key }) => key)],
    )
  }

  const body = content.find((logged) => unitIs(logged, 'message-body'))
  const octets = body === undefined ? 0 : sizeOf(body)
  const promised = fieldOf(response, 'content-length')
  const units = body === undefined ? [response.key] : [response.key, body.key]
  if (promised !== undefined) {
    return notYet(
      octets < Number(promised)
        ? `The field line Content-Length promised ${promised} octets, and ${octets} came: every client can see it.`
        : `All ${promised} octets came that the field line Content-Length promised.`,
      units,
    )
  }

  const meant = octetsMeant(message)
  if (octets === 0) return notYet('The connection ended before any content came. Wait for a piece or two.', units)
  if (octets >= meant)
    return notYet(`All ${octets} octets came that the server meant to write. Stop it earlier.`, units)
  return passed(
    `${octets} octets of ${meant} crossed the wire, and then the connection ended. Only the request tells that there should be more: no octet of the response does.`,
    units,
  )
})

/** How much content the request asked the server to write: its query says so. */
function octetsMeant({ target }: Messages): number {
  const query = new URLSearchParams(target.split('?')[1])
  const { writes, size } =
    query.size === 0 ? initialValues(messageEnd) : parseSwitches(messageEnd, Object.fromEntries(query))
  return writes * size
}
