/** `npm run dev`: the site with hot reload, and beside it the labs server, which starts anew when its sources change. */
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { command } from './command.mjs'
import { end, run } from './processes.mjs'
import { NODE, ROOT, SetupError, scriptOf, setUpDependencies } from './setup.mjs'

/** How often we look whether a server listens, in milliseconds. */
const LOOK_MS = 100

const FLAGS = /** @type {const} */ ({
  port: { type: 'string', default: '4321' },
  'labs-port': { type: 'string', default: '4322' },
  'tls-port': { type: 'string', default: '4323' },
  'api-port': { type: 'string', default: '4331' },
})

await command(async () => {
  const { values: ports } = parseArgs({ options: FLAGS })
  await setUpDependencies()
  // Astro would quietly take the next port, and the page's feed would look for the labs at the wrong place.
  for (const [flag, port] of Object.entries(ports)) {
    if (await listens(port))
      throw new SetupError(`Port ${port} is taken. Choose another: npm run dev -- --${flag} PORT`)
  }

  const site = run(NODE, [scriptOf('astro', 'astro'), 'dev', '--port', ports.port], {
    cwd: ROOT,
    env: { LABS_SERVER_PORT: ports['api-port'], ASTRO_TELEMETRY_DISABLED: '1' },
  })
  const labsPorts = ['--labs-port', ports['labs-port'], '--tls-port', ports['tls-port']]
  const serve = ['labs-server/main.ts', '--port', ports['api-port'], ...labsPorts]
  // It would print an address of its own, where the site is as it was last built.
  const labs = run(NODE, ['--watch', ...serve], { cwd: ROOT, quiet: true })
  const ended = Promise.race([site, labs])
  // One without the other is of no use.
  ended.finally(() => end('SIGTERM')).catch(() => {})

  await Promise.race([ended, Promise.all([listening(ports.port), listening(ports['api-port'])])])
  console.log(`\nOpen http://localhost:${ports.port}/\n`)
  const results = await Promise.all([site, labs])
  return Math.max(...results.map(({ code }) => code))
})

/** Resolves once something listens on `port`. @param {string} port */
async function listening(port) {
  while (!(await listens(port))) await wait(LOOK_MS)
}

/** @param {string} port @returns {Promise<boolean>} */
function listens(port) {
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: 'localhost' })
    socket.on('error', () => resolve(false))
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
