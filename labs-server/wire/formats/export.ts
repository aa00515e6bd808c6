/** The formats in which a run can be saved: one row each. */
import type { ExportedRun } from './exported-run.ts'
import { harPieces } from './har/export.ts'
import { pcapngPieces } from './pcapng/index.ts'
import { recordingPieces } from './recording-export.ts'
import { transcriptPieces } from './transcript.ts'

export interface ExportFormat {
  /** As `wire export --format` takes it. */
  readonly id: string
  readonly title: string
  /** What reads it, in a few words. */
  readonly use: string
  /** Of the file's name, with its point. */
  readonly extension: string
  readonly mediaType: string
  /** Whether it is no text. */
  readonly isBinary: boolean
  /** The file, in pieces: together they may be more than one text or one array can hold. */
  pieces(run: ExportedRun): Iterable<string | Uint8Array>
}

export const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    id: 'pcapng',
    title: 'Packet capture (pcapng)',
    use: 'Wireshark, tshark',
    extension: '.pcapng',
    mediaType: 'application/x-pcapng',
    isBinary: true,
    pieces: pcapngPieces,
  },
  {
    id: 'har',
    title: 'HTTP Archive (HAR 1.2)',
    use: 'Chrome DevTools, proxies',
    extension: '.har',
    mediaType: 'application/json',
    isBinary: false,
    pieces: harPieces,
  },
  {
    id: 'text',
    title: 'Transcript',
    use: 'terminals and mail',
    extension: '.txt',
    mediaType: 'text/plain; charset=utf-8',
    isBinary: false,
    pieces: transcriptPieces,
  },
  {
    id: 'recording',
    title: 'Saved run',
    use: 'opens here again',
    extension: '.json',
    mediaType: 'application/json',
    isBinary: false,
    pieces: recordingPieces,
  },
]

export function exportFormat(id: string): ExportFormat | undefined {
  return EXPORT_FORMATS.find((format) => format.id === id)
}
