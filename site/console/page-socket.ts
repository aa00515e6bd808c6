/** A raw connection as a transport's client half is given it: `OpenSocket` over the console. */
import type { RawSocket } from '#transports/channel.ts'
import { openRawConnection } from './raw-connection.ts'

/** Opens one; its octets are shown on the wire of `lab`. Rejects with a sentence when it cannot be had. */
export async function openPageSocket(
  origin: string,
  session: string,
  lab: string,
  take: (octets: Uint8Array) => void,
): Promise<RawSocket> {
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => {}) // Told to whoever listens, if anybody does.
  const connection = await openRawConnection(
    origin,
    { session, lab },
    {
      octets: take,
      ended: () => connection.end(), // As clients do: the labs do not listen any more.
      closed(how, _at, why) {
        if (how === 'closed') ended.resolve()
        else ended.reject(new Error(why ?? 'The connection was reset.'))
      },
    },
  )
  return {
    async send(octets) {
      if ((await connection.send(octets)) === undefined) throw new Error('The connection is gone.')
    },
    ended: ended.promise,
    close: () => connection.close(),
  }
}
