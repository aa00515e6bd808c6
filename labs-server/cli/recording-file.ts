/** The recordings as files: `labs/LAB/recordings/NAME.json`. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import type { Recording } from '#wire/formats/recording.ts'
import type { Preset } from '../labs/preset.ts'

const LABS = new URL('../labs/', import.meta.url)

/** The recording of a preset; undefined when there is none yet. */
export function readRecording(preset: Preset): Recording | undefined {
  const file = fileOf(preset)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

export async function writeRecording(preset: Preset, recording: Recording): Promise<void> {
  const file = fileOf(preset)
  await mkdir(new URL('.', file), { recursive: true })
  await writeFile(file, recordingText(recording))
}

/** A line for each value, so that a change can be reviewed. */
export function recordingText(recording: Recording): string {
  return `${JSON.stringify(recording, rounded, 1)}\n`
}

/** Times to a hundredth of a millisecond: what is finer is noise, and grows the file. */
function rounded(key: string, value: unknown) {
  return (key === 'at' || key === 'heldMs') && typeof value === 'number' ? Math.round(value * 100) / 100 : value
}

function fileOf({ lab, name }: Preset): URL {
  return new URL(`${lab}/recordings/${name}.json`, LABS)
}
