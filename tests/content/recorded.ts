/** The recorded runs, as a check sees them. */
import { readFileSync } from 'node:fs'
import type { Evidence } from '#labs/check.ts'
import '#wire/dissectors/all.ts'
import { logOf, type Recording } from '#wire/formats/recording.ts'

/** Read once: dissecting takes longer than judging. */
const read = new Map<string, Evidence>()

/** The evidence of a recording by lab and name: `keep-alive/sequence-on`. Its script had ended, unless it was rejected. */
export function recorded(name: string): Evidence {
  const known = read.get(name)
  if (known !== undefined) return known
  const file = new URL(`../../labs-server/labs/${name.replace('/', '/recordings/')}.json`, import.meta.url)
  const recording: Recording = JSON.parse(readFileSync(file, 'utf8'))
  const { script, run } = recording
  const finished = script.at(-1)?.what !== 'rejected'
  const evidence = { lab: run.lab, log: logOf(recording), switches: run.switches, script, finished }
  read.set(name, evidence)
  return evidence
}
