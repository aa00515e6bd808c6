/** Display filters: Wireshark finds by them what it should, in the pcapng that is written from the same run. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { displayFilters, tsharkCommand } from '#wire/formats/display-filter.ts'
import { type ExportedRun, exportedCapture } from '#wire/formats/exported-run.ts'
import type { LoggedUnit } from '#wire/unit-log.ts'
import { exportedRecording, fileOf, opened, RECORDINGS, runOf } from './runs.ts'
import { countByTshark, HAS_TSHARK } from './tshark.ts'

const unitNamed = ({ log }: ExportedRun, name: string) => log.units.find(({ unit }) => unit.name === name) as LoggedUnit

describe('a filter says', () => {
  const run = runOf(
    ['>', 'GET /"a"\\ HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['<', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n'],
  )
  const filters = (name: string) => displayFilters(unitNamed(run, name), run.log.trace)

  test('what it is by its kind', () => {
    expect(filters('request').byKind).toBe(
      'tcp.stream eq 0 && http.request.method == "GET" && http.request.uri == "/\\x22a\\x22\\x5c"',
    )
    expect(filters('response').byKind).toBe('tcp.stream eq 0 && http.response.code == 200')
    expect(filters('chunk').byKind).toBe('tcp.stream eq 0 && http.chunk_size == 3')
    expect(filters('trailer-section').byKind).toBeUndefined()
  })

  test('which packets carry its octets', () => {
    expect(filters('chunk').byOctets).toBe(
      'tcp.stream eq 0 && frame.packet_flags_direction == 2 && tcp.len > 0 && tcp.seq < 56 && tcp.nxtseq > 48',
    )
  })

  test('nothing that a shell obeys', () => {
    expect(tsharkCommand(filters('request').byKind ?? '', "it's.pcapng")).toBe(
      `tshark -r 'it'\\''s.pcapng' -Y 'tcp.stream eq 0 && http.request.method == "GET" && http.request.uri == "/\\x22a\\x22\\x5c"'`,
    )
  })
})

const folder = mkdtempSync(join(tmpdir(), 'filters-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function netLog(name: string): Promise<ExportedRun> {
  const file = readFileSync(new URL(`recordings/net-log-${name}.json`, import.meta.url), 'utf8')
  return exportedCapture(await opened(file), name)
}

/** One unit of each kind tells. */
function sample(run: ExportedRun): readonly LoggedUnit[] {
  const kinds = Map.groupBy(run.log.units, ({ unit }) => `${unit.layer} ${unit.name} ${unit.direction}`)
  return [...kinds.values()].flatMap((units) => units[0] ?? [])
}

/** The command as the page shows it, obeyed by a shell. */
function foundByCommand(filter: string, file: string): boolean {
  const command = `${tsharkCommand(filter, file)} -T fields -e frame.number 2>/dev/null`
  return execFileSync('sh', ['-c', command], { encoding: 'utf8' }) !== ''
}

describe.skipIf(!HAS_TSHARK)('tshark finds', { timeout: 60_000 }, () => {
  const recording = (name: string) => {
    const [, found] = RECORDINGS.find(([each]) => each === name) ?? []
    if (found === undefined) throw new Error(`There is no recording ${name}.`)
    return exportedRecording(found)
  }

  test.each([
    ['message-end/chunked', async () => recording('message-end/chunked')],
    ['message-end/length', async () => recording('message-end/length')],
    ['keep-alive/sequence-off', async () => recording('keep-alive/sequence-off')],
    ['duplex/node', async () => recording('duplex/node')],
    ['bench/h2-upload', async () => recording('bench/h2-upload')],
    ['bench/h2-web-socket', async () => recording('bench/h2-web-socket')],
    ['frames of a WebSocket', () => netLog('web-socket')],
    ['frames of HTTP/2', () => netLog('http2')],
  ])('every kind of unit of %s', async (name, run) => {
    const exported = await run()
    const file = join(folder, `${name.replaceAll(/\W/g, '-')}.pcapng`)
    writeFileSync(file, fileOf('pcapng', exported))
    const filters = sample(exported).flatMap((logged) => {
      const { byKind, byOctets } = displayFilters(logged, exported.log.trace)
      return byKind === undefined ? [byOctets] : [byOctets, byKind]
    })
    const [first = ''] = filters
    const { alone = [], together = [] } = Object.groupBy(filters, (filter) =>
      filter === first || filter.includes(',') ? 'alone' : 'together',
    )
    for (const filter of alone) expect(foundByCommand(filter, file), filter).toBe(true)
    const counts = countByTshark(file, together)
    expect(counts).toHaveLength(together.length)
    for (const [place, count] of counts.entries()) expect(count, together[place]).toBeGreaterThan(0)
  })
})
