/** What a command starts ends with it: by Ctrl-C, by SIGTERM, by the death of whoever stands above it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('../../labs-server/main.ts', import.meta.url))
const CLI = new URL('../../labs-server/cli/', import.meta.url)
/** What is promised, in milliseconds. */
const ENDED_WITHIN_MS = 2000

/** The script of a command that runs Node with `args`, as `npm start` runs the labs server. */
const commandScript = (args: readonly string[], options: object) => `
  import { command } from '${CLI}command.mjs'
  import { run } from '${CLI}processes.mjs'
  await command(async () => (await run(process.execPath, ${JSON.stringify(args)}, ${JSON.stringify(options)})).code)
`

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) if (child.exitCode === null && child.pid) tryKill(-child.pid)
})

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended, as it should.
  }
}

/** Starts a program in a process group of its own, as a terminal does, and waits until it has said `ready`. */
async function start(program: string, args: readonly string[], ready: RegExp, env: NodeJS.ProcessEnv = {}) {
  const { npm_lifecycle_event: _, ...own } = process.env
  const child = spawn(program, args, { detached: true, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text))
  while (!ready.test(said) && child.exitCode === null) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
  }
  return { child, pid: child.pid ?? Number.NaN, said: () => said }
}

async function startServer(env?: NodeJS.ProcessEnv) {
  const script = commandScript([MAIN, '--port', '0', '--labs-port', '0'], { leash: true })
  const running = await start(process.execPath, ['--input-type=module', '-e', script], /Ctrl-C/, env)
  return { ...running, port: Number(/site +http:\/\/localhost:(\d+)/.exec(running.said())?.[1]) }
}

/** A connection that stays open; its end is the server's end. */
async function open(port: number) {
  const socket = connect(port, 'localhost')
  await once(socket, 'connect')
  // Ended is ended, whether by FIN or by RST; `once` would take the RST's error for a failure of the test.
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {}).resume()
  return { closed }
}

async function timed(work: Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work
  return performance.now() - from
}

describe('a server that npm start runs', () => {
  test('ends with SIGTERM to the command, in time and without an error', async () => {
    const { child, port } = await startServer()
    const { closed } = await open(port)
    const exit = once(child, 'close')
    child.kill('SIGTERM')
    expect(await timed(Promise.all([exit, closed]))).toBeLessThan(ENDED_WITHIN_MS)
    expect(await exit).toEqual([0, null])
  })

  test('ends with Ctrl-C, which the terminal gives to the whole process group', async () => {
    const { child, pid, port } = await startServer()
    const { closed } = await open(port)
    const exit = once(child, 'close')
    process.kill(-pid, 'SIGINT')
    expect(await timed(Promise.all([exit, closed]))).toBeLessThan(ENDED_WITHIN_MS)
    expect(await exit).toEqual([0, null])
  })

  test('ends when the command is killed and cannot say so', async () => {
    const { child, port } = await startServer()
    const { closed } = await open(port)
    child.kill('SIGKILL')
    expect(await timed(closed)).toBeLessThan(ENDED_WITHIN_MS)
  })

  test('ends when npm ends and its shell hands no signal on', async () => {
    const script = commandScript([MAIN, '--port', '0', '--labs-port', '0'], { leash: true })
    const shell = '"$0" --input-type=module -e "$1" & wait'
    const npm = { npm_lifecycle_event: 'start' }
    const { child, said } = await start('/bin/sh', ['-c', shell, process.execPath, script], /Ctrl-C/, npm)
    const { closed } = await open(Number(/site +http:\/\/localhost:(\d+)/.exec(said())?.[1]))
    child.kill('SIGKILL')
    expect(await timed(closed)).toBeLessThan(ENDED_WITHIN_MS)
  })

  test('has the last word when its port is taken, and its exit code is ours', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const script = commandScript([MAIN, '--port', String(port), '--labs-port', '0'], { leash: true })
    const { child, said } = await start(process.execPath, ['--input-type=module', '-e', script], /\n/)
    if (child.exitCode === null) await once(child, 'close')
    taken.close()
    expect(said().trimEnd().split('\n').at(-1)).toContain(`${port}`)
    expect(said()).toContain('--port')
    expect(child.exitCode).toBe(1)
  })
})

describe('a step of set-up', () => {
  test('is killed when it does not end by itself, and the command says by which signal', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')`
    const script = commandScript(['-e', stubborn], {})
    const { child } = await start(process.execPath, ['--input-type=module', '-e', script], /ready/)
    const exit = once(child, 'close')
    child.kill('SIGTERM')
    expect(await timed(exit)).toBeLessThan(ENDED_WITHIN_MS)
    expect(await exit).toEqual([143, null])
  })
})
