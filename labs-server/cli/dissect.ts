/** `wire dissect`: the octets of one connection from files, a line for each unit, by the dissectors that the page uses. */
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import { contentNamed } from '#wire/content-connection.ts'
import '#wire/dissectors/all.ts'
import { dissectorFor, knownLayers } from '#wire/layer.ts'
import { OctetStream } from '#wire/octets.ts'
import { type Computed, DIRECTIONS, type Direction, type Part, type Pdu } from '#wire/pdu.ts'
import { BadCall } from './bad-call.ts'

/** @throws BadCall for a flag, a protocol or a file that cannot be used. */
export async function* dissect(args: readonly string[]): AsyncIterable<string> {
  const { json, protocol, ...files } = flagsOf(args)
  if (dissectorFor(protocol) === undefined && contentNamed(protocol) === undefined) {
    const known = knownLayers().flatMap((layer) => ('start' in layer || layer.alone !== undefined ? [layer.layer] : []))
    throw new BadCall(`No dissector reads "${protocol}" yet. --protocol takes one of: ${known.join(', ')}.`)
  }
  if (files['client-to-server'] === undefined && files['server-to-client'] === undefined) {
    throw new BadCall('There is nothing to dissect: give --client-to-server FILE, --server-to-client FILE, or both.')
  }
  if (files['client-to-server'] === '-' && files['server-to-client'] === '-') {
    throw new BadCall('Standard input can be one direction only: give a file for the other.')
  }

  const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  for (const direction of DIRECTIONS) {
    const file = files[direction]
    if (file !== undefined) streams[direction].append(await octetsIn(file, direction))
  }
  const connection = new ConnectionDissector(streams, protocol)
  const print = (unit: Pdu) => withoutControls(json ? jsonLine(unit) : readableLine(unit))
  // Files tell no times. A request comes before its response, so the client's octets are read first.
  for (const direction of DIRECTIONS) yield* connection.advance(direction).map(print)
  for (const direction of DIRECTIONS) yield* connection.end(direction, 'end').map(print)
}

function flagsOf(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        protocol: { type: 'string', default: 'http1' },
        'client-to-server': { type: 'string' },
        'server-to-client': { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new BadCall((error as Error).message)
  }
}

async function octetsIn(file: string, direction: Direction): Promise<Uint8Array> {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file)
  } catch (error) {
    throw new BadCall(`Failed to read the file of --${direction}: ${(error as Error).message}.`)
  }
}

function jsonLine(unit: Pdu): string {
  const { layer, name, direction, computed = [] } = unit
  const { parts, ...rest } = pieces(unit)
  return JSON.stringify({
    ...{ layer, name, direction, ...rest },
    // Values stand among the parts too, so that who walks these finds them; they have no octets, hence no ranges.
    parts: [...parts, ...computed.filter(({ kind }) => kind === 'value').map(computedPart)],
    ...(computed.length > 0 && { computed: computed.map(jsonComputed) }),
  })
}

function computedPart(computed: Computed): object {
  return { ...jsonComputed(computed), ranges: [], computed: true, parts: [] }
}

function jsonComputed(computed: Computed): object {
  const { kind, spec, ...told } = computed
  return computed.kind === 'octets' ? { ...told, octets: Buffer.from(computed.octets).toString('hex') } : told
}

function jsonPart(part: Part): object {
  return { name: part.name, ...pieces(part) }
}

function pieces({ ranges, value, fault, parts = [] }: Part) {
  return {
    ranges: ranges.map(({ start, end }) => [start, end]),
    ...(value !== undefined && { value }),
    ...(fault !== undefined && { fault: { code: fault.code, spec: fault.spec, expected: fault.expected } }),
    parts: parts.map(jsonPart),
  }
}

/** JSON leaves DEL and the C1 controls as they are; a terminal would obey them. */
function withoutControls(line: string): string {
  return line.replace(/[\u007f-\u009f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`)
}

const ARROWS: Readonly<Record<Direction, string>> = { 'client-to-server': '->', 'server-to-client': '<-' }

/** `-> request [0,37) "GET /" request-line(method "GET" request-target "/" HTTP-version "HTTP/1.1") ...` */
function readableLine(unit: Pdu): string {
  return `${ARROWS[unit.direction]} ${readable(unit, true)}`
}

function readable(part: Part, withRange = false): string {
  const words = [part.name]
  if (withRange) words.push(part.ranges.map(({ start, end }) => `[${start},${end})`).join(''))
  if (part.value !== undefined && !part.parts?.some(({ value }) => value === part.value)) {
    words.push(JSON.stringify(part.value))
  }
  if (part.fault) words.push(`!${part.fault.code} (expected ${part.fault.expected})`)
  // Delimiters mean nothing on one line, unless they are wrong.
  const telling = (part.parts ?? []).filter((each) => each.value !== undefined || each.parts || each.fault)
  if (telling.length > 0) words.push(`(${telling.map((each) => readable(each)).join(' ')})`)
  return words.join(' ')
}
