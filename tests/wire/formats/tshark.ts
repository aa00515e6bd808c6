/** tshark, Wireshark's command line: what it reads in a file of ours. */
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const HAS_TSHARK = spawnSync('tshark', ['--version'], { stdio: 'ignore' }).status === 0

/** Severities of expert information, as Wireshark numbers them (epan/proto.h). */
export const NOTE = 0x400000

const ALWAYS = [
  'frame.time_delta',
  'frame.comment',
  'tcp.stream',
  'ip.src_host',
  'tcp.checksum.status',
  'ip.checksum.status',
  '_ws.expert.severity',
  '_ws.expert.message',
] as const

/** All values of the fields that were asked for, in the order in which they stand in the packet; none for a field that is not there. */
export interface ReadPacket {
  all(field: string): readonly string[]
}

/** What tshark reads: `fields` besides those that are always asked for. Checksums are checked, names are those of the file. */
export async function readByTshark(
  file: Uint8Array,
  fields: readonly string[],
  options: readonly string[] = [],
): Promise<readonly ReadPacket[]> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'two-way-web-'))
  const path = join(folder.path, 'run.pcapng')
  await writeFile(path, file)
  const asked = [...ALWAYS, ...fields].flatMap((field) => ['-e', field])
  const checked = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE']
  const { stdout } = await promisify(execFile)(
    'tshark',
    ['-r', path, ...checked, '-N', 'n', ...options, '-T', 'json', '--no-duplicate-keys', ...asked],
    { maxBuffer: 2 ** 28 },
  )
  const packets = JSON.parse(stdout) as readonly {
    readonly _source: { readonly layers: Readonly<Record<string, readonly string[]>> }
  }[]
  return packets.map(({ _source }) => ({ all: (field) => _source.layers[field] ?? [] }))
}

/**
 * How many packets of a file each display filter finds, all in one reading: to start tshark takes longer than to read a run. A
 * comma would part filters, so none may have one.
 */
export function countByTshark(path: string, filters: readonly string[]): readonly number[] {
  const asked = ['-q', '-r', path, '-z', ['io,stat,0', ...filters].join()]
  const table = execFileSync('tshark', asked, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const [row = ''] = /^\|.*<>.*$/m.exec(table) ?? []
  // Of each filter the packets and their octets, behind the times.
  const numbers = row.split('|').slice(2, -1).map(Number)
  return numbers.filter((_, place) => place % 2 === 0)
}

/** What makes a file doubtful: checksums that are wrong, times that go back, expert information above a note. */
export function doubtsIn(packets: readonly ReadPacket[]): readonly string[] {
  return packets.flatMap((packet, place) => {
    const doubts: string[] = []
    // 1 is "Good" (epan/proto.h).
    for (const field of ['tcp.checksum.status', 'ip.checksum.status']) {
      if (packet.all(field).join() !== '1') doubts.push(`${field} is ${packet.all(field)}`)
    }
    if (packet.all('frame.time_delta').some((delta) => Number(delta) < 0)) doubts.push('time goes back')
    const messages = packet.all('_ws.expert.message')
    for (const [number, severity] of packet.all('_ws.expert.severity').entries()) {
      if (Number(severity) > NOTE) doubts.push(messages[number] ?? 'expert information')
    }
    return doubts.map((doubt) => `packet ${place + 1}: ${doubt}`)
  })
}
