/** Saves a run to a file: a recording with switches and script events, a record a line, which `open-file.ts` reads back. */

import { recordsOfTrace } from '../trace-records.ts'
import type { ExportedRun } from './exported-run.ts'
import { isoTime } from './iso-time.ts'
import { recordingOf } from './recording.ts'

const DAY = '2026-11-22'.length

export function* recordingPieces({ log, browser, script, octets }: ExportedRun): Iterable<string> {
  const { run } = log.trace
  const recordedOn = isoTime(run.startedAt).slice(0, DAY)
  const { records, ...facts } = recordingOf({ recordedOn, browser, script }, run, recordsOfTrace(log.trace))
  const about = { ...facts, ...(octets === 'rebuilt' && { octets }) }
  yield `${JSON.stringify(about, undefined, 1).slice(0, -2)},\n "records": [`
  for (const [place, record] of records.entries()) yield `${place === 0 ? '' : ','}\n  ${JSON.stringify(record)}`
  yield '\n ]\n}\n'
}
