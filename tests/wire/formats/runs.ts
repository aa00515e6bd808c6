/** Runs for tests of formats: from octets in the order in which they passed, and from the recordings of the lessons. */
import { readdirSync, readFileSync } from 'node:fs'
import '#wire/dissectors/all.ts'
import type { Capture } from '#wire/formats/capture.ts'
import { exportFormat } from '#wire/formats/export.ts'
import type { ExportedRun } from '#wire/formats/exported-run.ts'
import { openFile } from '#wire/formats/open-file.ts'
import { logOf, type Recording } from '#wire/formats/recording.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

export const STARTED_AT = Date.UTC(2026, 10, 22, 19, 0, 0)

export const RUN = {
  id: 'a-run',
  lab: 'keep-alive',
  switches: { count: 2, keepAlive: true },
  startedAt: STARTED_AT,
  server: 'Node.js 26.10.0, Express 5.3.0',
}

/** One passage: `['>', octets]` from the client, `['<', octets]` from the server; text is ISO 8859-1. */
export type Passed = readonly [way: '>' | '<', octets: string | Uint8Array, at?: number]

/** The records of one connection whose passages are ten milliseconds apart, or at the times they say. */
export function recordsOf(passed: readonly Passed[], connection = 1): readonly TraceRecord[] {
  const records: TraceRecord[] = [
    { kind: 'open', connection, at: 0, client: '127.0.0.1:50001', server: '127.0.0.1:4322' },
  ]
  for (const [place, [way, octets, at = (place + 1) * 10]] of passed.entries()) {
    const direction: Direction = way === '>' ? 'client-to-server' : 'server-to-client'
    const bytes = typeof octets === 'string' ? octetsOf(octets) : octets
    records.push({ kind: 'octets', connection, at, direction, octets: bytes })
  }
  return records
}

export function exported(records: readonly TraceRecord[]): ExportedRun {
  const log = new UnitLog(RUN)
  for (const record of records) log.append(record)
  return { log, title: 'A run', browser: 'Chromium 156.0.8078.79', script: [], octets: 'observed' }
}

/** A run of one connection. */
export function runOf(...passed: readonly Passed[]): ExportedRun {
  return exported(recordsOf(passed))
}

const LABS = new URL('../../../labs-server/labs/', import.meta.url)

/** Every recording of the lessons, by lab and name: `keep-alive/sequence-on`. */
export const RECORDINGS: readonly (readonly [name: string, recording: Recording])[] = readdirSync(LABS)
  .flatMap((lab) => recordingsIn(lab).map((file) => `${lab}/recordings/${file}`))
  .map((path) => [
    path.replace('/recordings/', '/').replace('.json', ''),
    JSON.parse(readFileSync(new URL(path, LABS), 'utf8')),
  ])

/**
 * Those without the changes that lessons ask for, which hold nothing that another tool would read differently: it takes its
 * time for each.
 */
export const SOME_RECORDINGS = RECORDINGS.filter(([name]) => !/\/(?:lesson|landing)-/.test(name))

function recordingsIn(lab: string): readonly string[] {
  try {
    return readdirSync(new URL(`${lab}/recordings/`, LABS))
  } catch {
    return []
  }
}

export function exportedRecording(recording: Recording): ExportedRun {
  const { browser, script, run } = recording
  return { log: logOf(recording), title: run.lab, browser, script, octets: 'observed' }
}

/** Opens a file as a page does, whole or in pieces of so many octets. */
export function opened(file: string | Uint8Array, pieceOctets = Number.POSITIVE_INFINITY): Promise<Capture> {
  const octets = typeof file === 'string' ? new TextEncoder().encode(file) : file
  return openFile(pieces(octets, pieceOctets))
}

function* pieces(octets: Uint8Array, pieceOctets: number): Iterable<Uint8Array> {
  for (let at = 0; at < octets.length; at += pieceOctets) yield octets.slice(at, at + pieceOctets)
}

/** What a file held, as a log. */
export function logged({ run, records }: Capture): UnitLog {
  const log = new UnitLog(run)
  for (const record of records) log.append(record)
  return log
}

/** The file that an export writes. */
export function fileOf(id: string, run: ExportedRun): string | Uint8Array {
  const written = [...(exportFormat(id)?.pieces(run) ?? [])]
  if (written.every((piece) => typeof piece === 'string')) return written.join('')
  return Buffer.concat(written.map((piece) => Buffer.from(piece as Uint8Array)))
}
