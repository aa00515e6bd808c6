/** Reads a run that was saved to a file: a recording, with its switches and with what the script saw. */

import { octetsOf } from '../octets.ts'
import type { Direction } from '../pdu.ts'
import type { RunInfo, SeenAt, TraceRecord } from '../trace.ts'
import { type Capture, UnreadableFile } from './capture.ts'
import type { JsonImport } from './json-import.ts'
import type { JsonEnd } from './json-reader.ts'
import { countOf, type JsonObject, listOf, objectOf, textOf, timeOf } from './json-values.ts'
import { grouped, Problems } from './packets/problems.ts'
import type { RecordedEvent } from './recording.ts'

export class RecordingImport implements JsonImport {
  readonly #problems = new Problems()
  readonly #records: TraceRecord[] = []
  readonly #script: RecordedEvent[] = []

  element(path: string, value: unknown, index: number): void {
    if (path === 'script') {
      const event = eventOf(value)
      if (event === undefined) this.#leaveOut('script', index)
      else this.#script.push(event)
      return
    }
    const record = recordOf(value)
    if (record === undefined) this.#leaveOut('record', index)
    else this.#records.push(record)
  }

  /** @throws UnreadableFile when the file does not say which run it is. */
  end({ rest, fault }: JsonEnd): Capture {
    const run = runOf(rest.run)
    if (run === undefined) {
      throw new UnreadableFile(
        'This file has records of a run, and does not say when the run was ("run", "startedAt").',
      )
    }
    if (fault !== undefined) {
      this.#problems.say(
        `The file ${fault}. What comes before has been read: ${grouped(this.#records.length)} records.`,
      )
    }
    return {
      format: 'recording',
      run,
      records: this.#records,
      script: this.#script,
      octets: rest.octets === 'rebuilt' ? 'rebuilt' : 'observed',
      writtenBy: textOf(rest.browser) ?? '',
      problems: this.#problems.sentences,
    }
  }

  #leaveOut(kind: 'record' | 'script', index: number): void {
    const noun = kind === 'record' ? 'record' : 'event of the script'
    this.#problems.count(kind, index + 1, (count, which) =>
      count === 1
        ? `One ${noun} cannot be read, and is left out (number ${which}).`
        : `${grouped(count)} ${noun.replace(/^(record|event)/, '$1s')} cannot be read, and are left out (numbers ${which}).`,
    )
  }
}

function runOf(value: unknown): RunInfo | undefined {
  const run = objectOf(value)
  const startedAt = timeOf(run?.startedAt)
  if (run === undefined || startedAt === undefined) return undefined
  const switches = Object.entries(objectOf(run.switches) ?? {}).filter(
    (entry): entry is [string, string | number | boolean] => ['string', 'number', 'boolean'].includes(typeof entry[1]),
  )
  return {
    id: textOf(run.id) ?? '',
    lab: textOf(run.lab) ?? '',
    switches: Object.fromEntries(switches),
    startedAt,
    server: textOf(run.server) ?? '',
  }
}

function recordOf(value: unknown): TraceRecord | undefined {
  const record = objectOf(value)
  const connection = countOf(record?.connection)
  const at = timeOf(record?.at)
  if (record === undefined || connection === undefined || at === undefined) return undefined
  const direction = directionOf(record.direction)
  switch (record.kind) {
    case 'open':
      return {
        kind: 'open',
        connection,
        at,
        ...texts(record, 'protocol', 'client', 'server', 'tls'),
        ...seenAt(record),
      }
    case 'octets':
      return direction && octetsRecord(record, connection, at, direction)
    case 'end':
      return direction && { kind: 'end', connection, at, direction, ...byPath(record) }
    case 'close':
      return { kind: 'close', connection, at, how: record.how === 'reset' ? 'reset' : 'closed', ...byPath(record) }
    case 'gap': {
      const octets = countOf(record.octets)
      return direction && octets !== undefined
        ? { kind: 'gap', connection, at, direction, octets, limit: textOf(record.limit) ?? '' }
        : undefined
    }
    default:
      return undefined
  }
}

function octetsRecord(
  record: JsonObject,
  connection: number,
  at: number,
  direction: Direction,
): TraceRecord | undefined {
  const text = textOf(record.text)
  // A character an octet: one beyond U+00FF is none.
  if (text === undefined || /[^\0-\xff]/.test(text)) return undefined
  const heldMs = timeOf(record.heldMs)
  const pieces = listOf(record.pieces).map(countOf)
  const isWhole =
    pieces.length > 0 && pieces.reduce<number>((sum, piece) => sum + (piece ?? Number.NaN), 0) === text.length
  return {
    kind: 'octets',
    connection,
    at,
    direction,
    octets: octetsOf(text),
    ...(isWhole && { pieces: pieces as readonly number[] }),
    ...(heldMs !== undefined && heldMs >= 0 && { heldMs }),
  }
}

function eventOf(value: unknown): RecordedEvent | undefined {
  const event = objectOf(value)
  const at = timeOf(event?.at)
  const what = textOf(event?.what)
  if (event === undefined || at === undefined || what === undefined) return undefined
  const octets = countOf(event.octets)
  return { at, what, ...(octets !== undefined && { octets }), ...texts(event, 'detail', 'of') }
}

function seenAt({ seenAt }: JsonObject): { readonly seenAt?: SeenAt } {
  return seenAt === 'middlebox' || seenAt === 'server' ? { seenAt } : {}
}

function byPath({ by }: JsonObject): { readonly by?: 'path' } {
  return by === 'path' ? { by } : {}
}

function directionOf(value: unknown): Direction | undefined {
  return value === 'client-to-server' || value === 'server-to-client' ? value : undefined
}

function texts<Name extends string>(values: JsonObject, ...names: readonly Name[]): { readonly [N in Name]?: string } {
  const told = names.flatMap((name) => {
    const text = textOf(values[name])
    return text === undefined ? [] : [[name, text]]
  })
  return Object.fromEntries(told)
}
