/** Passes when a request without User-Agent was answered in chunks, with at least one field line in the trailer section. */
import { fieldOf, fieldsOf, messagesOf, textOf, unitIs, userAgentOf } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

export const check = checkOf('message-end', ({ log }) => {
  const asked = messagesOf(log)
  const message = asked.findLast(({ request }) => fieldOf(request, 'user-agent') === undefined)
  if (message === undefined) {
    const last = asked.at(-1)
    return last === undefined
      ? notYet('No request has come yet.')
      : notYet(`The last request names its client: User-Agent: ${userAgentOf(last)}`, [last.request.key])
  }

  const { request, response, content, status } = message
  if (response === undefined) return notYet('Your request has not been answered yet.', [request.key])
  const units = [request.key, response.key, ...content.map(({ key }) => key)]
  if (status !== 200) return notYet(`Your request was answered with status ${status}. The response tells why.`, units)
  if (!message.answered) return notYet('The response to your request is not complete yet.', units)

  const trailers = content.find((logged) => unitIs(logged, 'trailer-section'))
  if (trailers === undefined) return notYet('Your request was answered, but not in chunks.', units)
  const line = textOf(trailers, 'field-line').trim()
  if (line === '') return notYet('The trailer section of the response has no field line in it.', [trailers.key])
  return passed(
    `Your request had ${count(fieldsOf(request).length, 'field line')}. Behind the last chunk the server added "${line}".`,
    [request.key, trailers.key],
  )
})
