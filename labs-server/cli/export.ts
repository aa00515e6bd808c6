/** `wire export`: a capture, or one connection's octets in files, in another format. */
import { createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { labOf } from '#labs/index.ts'
import '#wire/dissectors/all.ts'
import type { Capture } from '#wire/formats/capture.ts'
import { EXPORT_FORMATS, type ExportFormat, exportFormat } from '#wire/formats/export.ts'
import { exportedCapture } from '#wire/formats/exported-run.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { BadCall } from './bad-call.ts'
import { captureIn } from './capture-file.ts'
import { checkProtocol } from './dissect.ts'
import { flagsAndFile } from './flags.ts'
import { areNamed, OCTET_FILE_FLAGS, type OctetFiles, octetsOf } from './octet-files.ts'

const FORMATS = EXPORT_FORMATS.map(({ id }) => id).join(', ')

/**
 * The file in pieces; none when it goes to `--output`.
 *
 * @throws BadCall for a flag or a file that cannot be used.
 */
export async function* exportRun(args: readonly string[]): AsyncIterable<string | Uint8Array> {
  const { values, file } = flagsAndFile(args, {
    format: { type: 'string' },
    output: { type: 'string', default: '-' },
    protocol: { type: 'string', default: 'http1' },
    ...OCTET_FILE_FLAGS,
  })
  const { format: id, output, protocol, ...files } = values
  checkProtocol(protocol)
  const format = formatNamed(id)
  if (format.isBinary && output === '-' && process.stdout.isTTY) {
    throw new BadCall(`${format.title} is no text for a terminal: give --output FILE, or another program to read it.`)
  }
  const capture = await captureFrom(file, files)
  const title = labOf(capture.run.lab)?.title ?? (file === undefined ? 'Octets from files' : basename(file))
  const pieces = format.pieces(exportedCapture(capture, title, protocol))
  if (output === '-') {
    yield* pieces
    return
  }
  try {
    await pipeline(Readable.from(pieces), createWriteStream(output))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new BadCall(`Failed to write ${output}: ${error.message}.`)
  }
}

function formatNamed(id: string | undefined): ExportFormat {
  const format = exportFormat(id ?? '')
  if (format !== undefined) return format
  throw new BadCall(
    id === undefined
      ? `Say which format: --format takes one of ${FORMATS}.`
      : `There is no format "${id}". --format takes one of: ${FORMATS}.`,
  )
}

async function captureFrom(file: string | undefined, files: OctetFiles): Promise<Capture> {
  if (file !== undefined && areNamed(files)) {
    throw new BadCall('Give a capture, or files of octets by direction, but not both.')
  }
  if (file !== undefined) return captureIn(file)
  if (areNamed(files)) return captureOfFiles(files)
  throw new BadCall(
    'There is nothing to export: give a capture FILE, or --client-to-server FILE, --server-to-client FILE, or both.',
  )
}

/** Files of octets tell no times, so all stands at the beginning of 1970, the client's octets first. */
async function captureOfFiles(files: OctetFiles): Promise<Capture> {
  const octets = await octetsOf(files)
  const at = 0
  const connection = 1
  const records: readonly TraceRecord[] = [
    { kind: 'open', connection, at },
    ...DIRECTIONS.map(
      (direction) => ({ kind: 'octets', connection, at, direction, octets: octets[direction] }) as const,
    ),
    ...DIRECTIONS.map((direction) => ({ kind: 'end', connection, at, direction }) as const),
  ]
  const run = { id: 'files', lab: '', switches: {}, startedAt: 0, server: '' }
  return { format: 'recording', run, records, script: [], octets: 'observed', writtenBy: '', problems: [] }
}
