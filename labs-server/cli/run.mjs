/** Runs a script of ours in Node 26, on whatever Node the machine has: `node labs-server/cli/run.mjs SCRIPT [argument...]`. */
import { command } from './command.mjs'
import { run } from './processes.mjs'
import { NODE, setUpDependencies } from './setup.mjs'

await command(async () => {
  // The script's output may be another program's input: what we say about set-up goes beside it.
  await setUpDependencies(process.stderr)
  const { code } = await run(NODE, process.argv.slice(2))
  return code
})
