/** Files in JSON, told apart by the arrays they hold: HAR, NetLog, and runs that were saved from the page. */
import { type Capture, MAX_CONNECTIONS, UnreadableFile } from './capture.ts'
import { HarImport } from './har/import.ts'
import type { JsonImport } from './json-import.ts'
import { type JsonEnd, JsonReader } from './json-reader.ts'
import type { JsonObject } from './json-values.ts'
import { NetLogImport } from './netlog/import.ts'
import { grouped } from './packets/problems.ts'
import { RecordingImport } from './recording-import.ts'

/**
 * No JSON is read further: its values take several times the room of their octets. A capture of octets (pcapng) has no such
 * limit.
 */
export const MAX_JSON_OCTETS = 2 ** 28

/** By the path of an array that only files of this kind have. `before` is what stood in front of it. */
const FORMATS: Readonly<Record<string, (before: JsonObject) => JsonImport>> = {
  'log.entries': () => new HarImport(),
  events: (before) => new NetLogImport(before),
  script: () => new RecordingImport(),
  records: () => new RecordingImport(),
}

export class JsonCaptureReader {
  #import: JsonImport | undefined
  #octets = 0
  readonly #reader = new JsonReader(Object.keys(FORMATS), {
    opened: (path, before) => {
      this.#import ??= FORMATS[path]?.(before)
    },
    element: (path, value, index) => this.#import?.element(path, value, index),
  })

  /** @throws UnreadableFile when the file is of a kind that is read, and broken from the beginning. */
  push(octets: Uint8Array): void {
    const room = MAX_JSON_OCTETS - this.#octets
    this.#octets += octets.length
    if (room > 0 && !this.#reader.stopped) this.#reader.push(octets.subarray(0, room))
  }

  /** @throws UnreadableFile for JSON that is none of what is read. */
  end(): Capture {
    const end = this.#reader.end()
    if (this.#import === undefined) throw new UnreadableFile(unknownSentence(end))
    const tooLarge =
      this.#octets > MAX_JSON_OCTETS
        ? { fault: `is larger than ${grouped(MAX_JSON_OCTETS)} octets, and JSON is read no further` }
        : {}
    return withFewConnections(this.#import.end({ ...end, ...tooLarge }))
  }
}

/** The first connections of a file that has more than `MAX_CONNECTIONS`. */
function withFewConnections(capture: Capture): Capture {
  const kept = new Set<number>()
  const left = new Set<number>()
  for (const { connection } of capture.records) {
    if (kept.size < MAX_CONNECTIONS) kept.add(connection)
    else if (!kept.has(connection)) left.add(connection)
  }
  if (left.size === 0) return capture
  const sentence = `Connections beyond the first ${grouped(MAX_CONNECTIONS)} are left out: ${grouped(left.size)} of them.`
  return {
    ...capture,
    records: capture.records.filter(({ connection }) => kept.has(connection)),
    problems: [...capture.problems, sentence],
  }
}

function unknownSentence({ fault }: JsonEnd): string {
  const what = 'This is neither a HAR (log.entries), nor a NetLog (constants, events), nor a saved run (run, records)'
  return fault === undefined ? `${what}.` : `${what}, and it ${fault}.`
}
