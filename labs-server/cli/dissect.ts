/** `wire dissect`: the units of a capture, or of one connection's octets in files, by the dissectors that the page uses. */
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import { contentNamed } from '#wire/content-connection.ts'
import '#wire/dissectors/all.ts'
import { dissectorFor, knownLayers } from '#wire/layer.ts'
import { OctetStream } from '#wire/octets.ts'
import { DIRECTIONS, type Pdu } from '#wire/pdu.ts'
import { type LoggedUnit, UnitLog } from '#wire/unit-log.ts'
import { BadCall } from './bad-call.ts'
import { captureIn } from './capture-file.ts'
import { flagsAndFile } from './flags.ts'
import { areNamed, OCTET_FILE_FLAGS, type OctetFiles, octetsOf } from './octet-files.ts'
import { jsonLine, readableLine } from './unit-lines.ts'

/**
 * A line for each unit.
 *
 * @throws BadCall for a flag, a protocol or a file that cannot be used.
 */
export async function* dissect(args: readonly string[]): AsyncIterable<string> {
  const { values, file } = flagsAndFile(args, {
    json: { type: 'boolean', default: false },
    protocol: { type: 'string', default: 'http1' },
    ...OCTET_FILE_FLAGS,
  })
  const { json, protocol, ...files } = values
  checkProtocol(protocol)
  const print = json ? jsonLine : readableLine
  if (file !== undefined) {
    if (areNamed(files)) throw new BadCall('Give a capture, or files of octets by direction, but not both.')
    for await (const { unit, connection, at } of unitsIn(file, protocol)) {
      yield `${print(unit, { connection: connection.id, at })}\n`
    }
    return
  }
  if (!areNamed(files)) {
    throw new BadCall(
      'There is nothing to dissect: give a capture FILE, or --client-to-server FILE, --server-to-client FILE, or both.',
    )
  }
  for await (const unit of unitsOf(files, protocol)) yield `${print(unit)}\n`
}

/** @throws BadCall when no layer of this name reads connections, or content alone. */
export function checkProtocol(protocol: string): void {
  if (dissectorFor(protocol) !== undefined || contentNamed(protocol) !== undefined) return
  const known = knownLayers().flatMap((layer) =>
    'start' in layer || ('alone' in layer && layer.alone !== undefined) ? [layer.layer] : [],
  )
  throw new BadCall(`No dissector reads "${protocol}" yet. --protocol takes one of: ${known.join(', ')}.`)
}

/** Every connection's units in the order in which they were complete, and then what had only begun. */
async function* unitsIn(file: string, protocol: string): AsyncIterable<LoggedUnit> {
  const { run, records } = await captureIn(file)
  const log = new UnitLog(run, protocol)
  for (const record of records) log.append(record)
  yield* log.units
  yield* log.pending()
}

async function* unitsOf(files: OctetFiles, protocol: string): AsyncIterable<Pdu> {
  const octets = await octetsOf(files)
  const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  for (const direction of DIRECTIONS) streams[direction].append(octets[direction])
  const connection = new ConnectionDissector(streams, protocol)
  // Files tell no times. A request comes before its response, so the client's octets are read first.
  for (const direction of DIRECTIONS) yield* connection.advance(direction)
  for (const direction of DIRECTIONS) yield* connection.end(direction, 'end')
}
