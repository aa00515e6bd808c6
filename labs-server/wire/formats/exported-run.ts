/** A run on its way into a file: what every export format is written from. */
import { UnitLog } from '../unit-log.ts'
import type { Capture } from './capture.ts'
import type { RecordedEvent } from './recording.ts'

export interface ExportedRun {
  /** With every layer that its octets ask for: see `lacksLayers`. */
  readonly log: UnitLog
  /** What it is called: the lab's title, or the name of the file it came from. */
  readonly title: string
  /** The browser that ran the script, with its version: `Chromium 156.0.8078.79`; empty when it is not known. */
  readonly browser: string
  /** What the script saw. */
  readonly script: readonly RecordedEvent[]
  readonly octets: Capture['octets']
}

/** Who writes the files, as formats ask for it. */
export const WRITER = { name: 'The Two-Way Web', version: '0.1.0' } as const

/** Formats that a browser writes by itself: it is the one that sent the requests. */
const BROWSERS_OWN: readonly Capture['format'][] = ['recording', 'netlog']

/** What a file held, to be written in another format. `protocol` is the layer of connections that do not say theirs. */
export function exportedCapture(capture: Capture, title: string, protocol = 'http1'): ExportedRun {
  const { run, records, script, octets, format, writtenBy } = capture
  const log = new UnitLog(run, protocol)
  for (const record of records) log.append(record)
  return { log, title, browser: BROWSERS_OWN.includes(format) ? writtenBy : '', script, octets }
}
