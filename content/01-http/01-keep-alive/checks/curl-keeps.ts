/** Passes when one connection carried at least two images to curl. */
import { byCurl, connectionsOf, keysOf, messagesOf, userAgentOf } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

export const check = checkOf('keep-alive', ({ log }) => {
  const images = messagesOf(log).filter((image) => byCurl(image) && image.answered && image.status === 200)
  const [first] = images
  if (first === undefined) return notYet('No image has been fetched by curl in this run.')

  const connections = connectionsOf(images)
  for (const connection of connections) {
    const together = images.filter((image) => image.connection === connection)
    if (together.length > 1) {
      const number = `connection ${connection.id}`
      return passed(`${userAgentOf(first)} fetched ${together.length} images over ${number}.`, keysOf(together))
    }
  }
  return notYet(
    `curl fetched ${count(images.length, 'image')} over ${count(connections.length, 'connection')}: none was used twice.`,
    keysOf(images),
  )
})
