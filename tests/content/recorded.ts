/** The recorded runs, as a check sees them. */
import { readFileSync } from 'node:fs'
import type { Evidence } from '#labs/check.ts'
import '#wire/dissectors/all.ts'
import { logOf, type Recording } from '#wire/formats/recording.ts'

/** The evidence of a recording by lab and name: `keep-alive/sequence-on`. Its script had ended. */
export function recorded(name: string): Evidence {
  const file = new URL(`../../labs-server/labs/${name.replace('/', '/recordings/')}.json`, import.meta.url)
  const recording: Recording = JSON.parse(readFileSync(file, 'utf8'))
  const { lab, switches } = recording.run
  return { lab, log: logOf(recording), switches, script: recording.script, finished: true }
}
