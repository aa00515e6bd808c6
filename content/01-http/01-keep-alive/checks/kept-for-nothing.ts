/** Passes when no response said "close", and yet no connection carried a second request. */
import { connectionsOf, keysOf, messagesOf, saysClose } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

export const check = checkOf('keep-alive', ({ log, switches, finished }) => {
  const asked = messagesOf(log)
  const images = asked.filter((image) => image.answered)
  const closing = images.filter(({ request, response }) => saysClose(request) || (response && saysClose(response)))
  const connections = connectionsOf(asked)
  const used = `${count(asked.length, 'image')} over ${count(connections.length, 'connection')}`

  if (closing.length > 0) {
    return notYet('"Connection: close" was said in this run, so no connection was kept.', keysOf(closing))
  }
  if (connections.length < asked.length) {
    const busiest = connections.map((connection) => asked.filter((image) => image.connection === connection))
    const shared = busiest.toSorted((one, other) => other.length - one.length)[0] ?? []
    return notYet(
      `Your run fetched ${used}: connection ${shared[0]?.connection.id} was used ${shared.length} times.`,
      keysOf(shared),
    )
  }
  if (!finished || images.length < Number(switches.requests)) return notYet('The run is not over yet.')
  if (images.length < 2)
    return notYet('One image needs one connection in any case. Fetch at least two.', keysOf(images))
  return passed(`Your run fetched ${used}. All were kept, and none was used again.`, keysOf(images))
})
