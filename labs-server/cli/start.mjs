/** `npm start`: sets up what is missing, then serves the site and the labs. Flags go to the server: `npm start -- --port 5000`. */
import { join } from 'node:path'
import { command } from './command.mjs'
import { run } from './processes.mjs'
import { NODE, ROOT, setUpDependencies, setUpSite } from './setup.mjs'

await command(async () => {
  await setUpDependencies()
  await setUpSite()
  const { code } = await run(NODE, [join(ROOT, 'labs-server/main.ts'), ...process.argv.slice(2)], { leash: true })
  return code
})
