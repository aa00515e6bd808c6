/** The server's part of the task: messages down at their interval, and the report once all have come up. */
import type { OtherEnd } from '../../transports/channel.ts'
import { pause } from '../../transports/pause.ts'
import type { BenchSwitches } from './switches.ts'
import { readMessage, writeMessage, writeReport } from './task-message.ts'

/** Begins when the first way down is open, at whichever end the server's part is done. `now` tells milliseconds since the run started. Rejects when the run is over. */
export async function performTask(end: OtherEnd, switches: BenchSwitches, now: () => number): Promise<void> {
  const { messagesDown, messagesUp, size, interval } = switches
  const arrivals: (number | null)[] = Array(messagesUp).fill(null)
  const allCame = Promise.withResolvers<void>()
  let missing = messagesUp
  if (missing === 0) allCame.resolve()
  end.onMessage((message) => {
    const { way, number = 0 } = readMessage(message) ?? {}
    if (way !== 'up' || arrivals[number - 1] !== null) return
    arrivals[number - 1] = now()
    missing -= 1
    if (missing === 0) allCame.resolve()
  })

  await end.opened
  for (let number = 1; number <= messagesDown; number++) {
    await pause(interval, end.over)
    end.over.throwIfAborted()
    await end.send(writeMessage({ way: 'down', number, at: now() }, size))
  }
  await allCame.promise
  await end.send(writeReport(arrivals))
}
