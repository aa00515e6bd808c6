/** The server half: every transport, and the task in their mailbox. */
import { mailboxLab } from '../mailbox-lab.ts'
import type { BenchSwitches } from './switches.ts'
import { performTask } from './task.ts'

export const { routes, upgrade, join } = mailboxLab({
  options: ({ info }) => info.switches as BenchSwitches,
  perform(mailbox, run) {
    // It ends with an error when the run is over before the task is: nobody waits for the rest then.
    performTask(mailbox, run.info.switches as BenchSwitches, () => run.now()).catch(() => {})
  },
})
