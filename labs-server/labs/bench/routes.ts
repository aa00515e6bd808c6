/** The server half: every transport, and the task in their mailbox. */
import { log } from '#labs-server/log.ts'
import { mailboxLab } from '../mailbox-lab.ts'
import type { BenchSwitches } from './switches.ts'
import { performTask } from './task.ts'

export const { routes, upgrade, join } = mailboxLab({
  options: ({ info }) => info.switches as BenchSwitches,
  perform(mailbox, run) {
    performTask(mailbox, run.info.switches as BenchSwitches, () => run.now()).catch((error) => {
      // When the run is over before the task is, nobody waits for the rest.
      if (!mailbox.over.aborted) log.error(error)
    })
  },
})
