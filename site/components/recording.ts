/**
 * The recordings as build-time data: `keep-alive/sequence-on` is `labs-server/labs/keep-alive/recordings/sequence-on.json`,
 * `examples/http2` is `labs-server/examples/recordings/http2.json`.
 */
import '#wire/dissectors/all.ts'
import { labOf } from '#labs/index.ts'
import { parseSwitches } from '#labs/lab.ts'
import { emulatedWords } from '#labs/path-options.ts'
import { factsOf, type RunFacts } from '#wire/facts.ts'
import { logOf, type Recording } from '#wire/formats/recording.ts'
import type { UnitLog } from '#wire/unit-log.ts'

const FILES = import.meta.glob<Recording>(
  ['/labs-server/labs/*/recordings/*.json', '/labs-server/examples/recordings/*.json'],
  {
    import: 'default',
  },
)

function nameOf(file: string): string {
  return file.replace(/^\/labs-server\/(labs\/)?|\.json$/g, '').replace('/recordings/', '/')
}

/** A recording with all that a page tells of it. */
export interface ReadRecording {
  readonly name: string
  readonly recording: Recording
  readonly log: UnitLog
  readonly facts: RunFacts
}

/**
 * Reads a recording by lab and name: `keep-alive/sequence-on`.
 *
 * @throws Error naming the recordings there are, when this is none of them.
 */
export async function readRecording(name: string): Promise<ReadRecording> {
  const [, load] = Object.entries(FILES).find(([file]) => nameOf(file) === name) ?? []
  if (load === undefined) {
    const there = Object.keys(FILES).map(nameOf).join(', ') || 'none yet'
    throw new Error(`There is no recording "${name}". There are: ${there}.`)
  }
  const recording = await load()
  const log = logOf(recording)
  return { name, recording, log, facts: factsOf(log) }
}

/** Every recording, in the order of their names. */
export function readEveryRecording(): Promise<readonly ReadRecording[]> {
  const names = Object.keys(FILES).map(nameOf)
  return Promise.all(names.toSorted().map(readRecording))
}

/** When and with what it was recorded, as an end of a sentence: `on 2026-11-22 with Chromium 140 on Linux`. */
export function recordedWith({ recording }: ReadRecording): string {
  return `on ${recording.recordedOn} with ${recording.browser}`
}

/** What was emulated in the run, in a few words each. */
export function emulatedIn({ recording }: ReadRecording): readonly string[] {
  const lab = labOf(recording.run.lab)
  return lab === undefined ? [] : emulatedWords(lab.path(parseSwitches(lab, recording.run.switches)))
}
