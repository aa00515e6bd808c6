/** An event stream in a file of its own, dissected by the command line twin. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// Each test starts processes, which a busy machine does slowly.
vi.setConfig({ testTimeout: 60_000 })

const WIRE = join(import.meta.dirname, '../../../labs-server/cli/wire.ts')

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wire-'))
  await writeFile(join(folder, 'stream'), 'id: 1\nevent: add\ndata: a\ndata: b\n\n')
})

afterAll(() => rm(folder, { recursive: true }))

async function dissected(protocol: string, direction = 'server-to-client') {
  const file = join(folder, 'stream')
  const args = [WIRE, 'dissect', '--json', '--protocol', protocol, `--${direction}`, file]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test.each(['server-sent-events', 'sse', 'event-stream', 'text/event-stream'])('--protocol %s', async (protocol) => {
  const units = await dissected(protocol)
  expect(units).toMatchObject([{ layer: 'server-sent-events', name: 'event', ranges: [[0, 34]], value: 'a\nb' }])
})

test('what is dispatched is printed as computed, and among the parts without ranges', async () => {
  const [unit] = await dissected('sse')
  expect(unit.computed).toEqual([
    { name: 'dispatched', value: true },
    { name: 'type', value: 'add' },
    { name: 'data', value: 'a\nb' },
    { name: 'last-event-id', value: '1', before: '' },
  ])
  expect(unit.parts).toContainEqual({ name: 'data', value: 'a\nb', ranges: [], computed: true, parts: [] })
})

test('octets of the other direction are not read as events', async () => {
  expect(await dissected('sse', 'client-to-server')).toMatchObject([{ layer: 'octets', ranges: [[0, 34]] }])
})
