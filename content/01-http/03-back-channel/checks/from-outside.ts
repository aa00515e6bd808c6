/** Passes when words that curl sent up came down in a chunk of somebody else's stream. */
import { byCurl, contentOf, fieldOf, textOf, unitIs, userAgentOf } from '../../../messages.ts'
import { checkOf, notYet, passed } from '../../../verdicts.ts'
import { channelsOf } from '../channels.ts'

export const check = checkOf('back-channel', ({ log }) => {
  const { streams, messages } = channelsOf(log)
  const message = messages.findLast(byCurl)
  if (message === undefined) return notYet('No message from curl has gone up in this run.')

  const { request, sent } = message
  const units = [request.key, ...sent.map(({ key }) => key)]
  const words = contentOf(sent).trim()
  if (words === '') return notYet('The message from curl has no content.', units)
  const type = fieldOf(request, 'content-type') ?? 'nothing'
  if (!type.startsWith('text/plain')) {
    return notYet(`The message from curl says Content-Type: ${type}. The lab reads text/plain only.`, units)
  }

  for (const stream of streams) {
    if (byCurl(stream)) continue
    const chunk = stream.content.find(
      (logged) =>
        unitIs(logged, 'chunk') && logged.at >= message.startedAt && textOf(logged, 'chunk-data').trim() === words,
    )
    if (chunk !== undefined) {
      return passed(
        `"${words}" went up from ${userAgentOf(message)} on connection ${message.connection.id}, and came down in a chunk on connection ${stream.connection.id}.`,
        [...units, chunk.key],
      )
    }
  }
  return notYet(`"${words}" went up, but no stream of a browser was open to bring it down.`, units)
})
