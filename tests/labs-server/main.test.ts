/** The command: what it prints, and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { get, RawClient } from './raw-client.ts'
import { newSession } from './running-server.ts'

const MAIN = fileURLToPath(new URL('../../labs-server/main.ts', import.meta.url))

/** Runs the command to its end. */
async function run(...flags: string[]) {
  const child = start('ignore', ...flags)
  const output = collect(child)
  const [code] = await once(child, 'close')
  return { code, ...output }
}

function start(ipc: 'ipc' | 'ignore', ...flags: string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe', ipc] })
}

function collect(child: ChildProcess) {
  const output = { stdout: '', stderr: '' }
  child.stdout?.on('data', (text) => {
    output.stdout += text
  })
  child.stderr?.on('data', (text) => {
    output.stderr += text
  })
  return output
}

/** Starts the command on free ports and waits until it says where it is. */
async function started() {
  const child = start('ipc', '--port', '0', '--labs-port', '0')
  const output = collect(child)
  while (!output.stdout.includes('labs')) await once(child.stdout as NodeJS.ReadableStream, 'data')
  const port = (name: string) => Number(new RegExp(`${name} +http://localhost:(\\d+)/`).exec(output.stdout)?.[1])
  return { child, output, sitePort: port('site'), labsPort: port('labs') }
}

test('prints the addresses, the site first', async () => {
  const { child, output, sitePort } = await started()
  expect(output.stdout).toMatch(/^The Two-Way Web\n {2}site {2}http:.*\n {2}labs {2}http:/)
  expect((await fetch(`http://localhost:${sitePort}/api/status`)).status).toBe(200)
  child.kill('SIGKILL')
})

describe('ends within two seconds with streams open, and exit code 0', () => {
  const ways: readonly { readonly name: string; readonly end: (child: ChildProcess) => void }[] = [
    { name: 'on SIGTERM', end: (child) => child.kill('SIGTERM') },
    { name: 'on SIGINT', end: (child) => child.kill('SIGINT') },
    { name: 'when its parent is gone', end: (child) => child.disconnect() },
  ]
  for (const { name, end } of ways) {
    test(name, async () => {
      const { child, labsPort } = await started()
      using stream = await RawClient.connect(labsPort)
      stream.write(get(`/s/${newSession()}/back-channel/down`))
      await stream.until((text) => text.includes('is open'))
      const before = performance.now()
      end(child)
      const [code] = await once(child, 'exit')
      expect(code).toBe(0)
      expect(performance.now() - before).toBeLessThan(2000)
    })
  }
})

describe('says in one sentence', () => {
  for (const flag of ['--port', '--labs-port']) {
    test(`that a port is taken, and that ${flag} changes it`, async () => {
      const other = createServer().listen(0, '127.0.0.1')
      await once(other, 'listening')
      const { port } = other.address() as AddressInfo
      const free = flag === '--port' ? '--labs-port' : '--port'
      const { code, stderr, stdout } = await run(flag, String(port), free, '0')
      other.close()
      expect(code).toBe(1)
      expect(stdout).toBe('')
      expect(stderr).toBe(`Port ${port} is taken: end what listens there, or choose another with ${flag}.\n`)
    })
  }

  test('that a port is no port', async () => {
    expect(await run('--port', 'eighty')).toEqual({
      code: 2,
      stdout: '',
      stderr: '--port takes a number from 0 to 65535, not "eighty". See --help.\n',
    })
  })

  test('that both servers cannot have one port', async () => {
    expect(await run('--port', '4400', '--labs-port', '4400')).toMatchObject({
      code: 2,
      stderr: '--port and --labs-port must differ: labs are an origin of their own. See --help.\n',
    })
  })
})

test('--help says what the flags are', async () => {
  const { code, stdout } = await run('--help')
  expect(code).toBe(0)
  for (const flag of ['--port', '--labs-port', '--host']) expect(stdout).toContain(flag)
})
