/** How every command of `package.json` runs: to its exit code, or to one sentence that says what went wrong. */
import { endTogether, Interrupted } from './processes.mjs'
import { SetupError } from './setup.mjs'

/** @param {() => Promise<number>} main Resolves with the exit code. */
export async function command(main) {
  endTogether()
  try {
    process.exitCode = await main()
  } catch (error) {
    if (error instanceof SetupError) console.error(error.message)
    else if (!(error instanceof Interrupted)) throw error
    process.exitCode = error instanceof Interrupted ? error.exitCode : 1
  }
}
