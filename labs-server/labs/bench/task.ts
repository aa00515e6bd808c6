/** The server's part of the task: messages down at their interval, and the report once all have come up. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import type { BenchSwitches } from './switches.ts'
import { readMessage, writeMessage, writeReport } from './task-message.ts'

/** Begins when the first way down is open. `now` tells milliseconds since the run started. Rejects when the run is over. */
export async function performTask(mailbox: Mailbox, switches: BenchSwitches, now: () => number): Promise<void> {
  const { messagesDown, messagesUp, size, interval } = switches
  const arrivals: (number | null)[] = Array(messagesUp).fill(null)
  const allCame = Promise.withResolvers<void>()
  let missing = messagesUp
  if (missing === 0) allCame.resolve()
  mailbox.onMessage((message) => {
    const { way, number = 0 } = readMessage(message) ?? {}
    if (way !== 'up' || arrivals[number - 1] !== null) return
    arrivals[number - 1] = now()
    missing -= 1
    if (missing === 0) allCame.resolve()
  })

  await mailbox.opened
  for (let number = 1; number <= messagesDown; number++) {
    await wait(interval, undefined, { signal: mailbox.over })
    await mailbox.send(writeMessage({ way: 'down', number, at: now() }, size))
  }
  await allCame.promise
  await mailbox.send(writeReport(arrivals))
}
