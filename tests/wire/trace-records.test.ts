/** A trace gives its records back, and they make the same trace again. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Recording, recordsOf } from '#wire/formats/recording.ts'
import { Trace } from '#wire/trace.ts'
import { recordsOfTrace } from '#wire/trace-records.ts'

const FOLDER = new URL('../../labs-server/labs/', import.meta.url)

test.each(globSync('*/recordings/*.json', { cwd: FOLDER }))('%s', (file) => {
  const recording: Recording = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
  const trace = new Trace(recording.run)
  for (const record of recordsOf(recording)) trace.append(record)
  const again = new Trace(recording.run)
  const records = recordsOfTrace(trace)
  for (const record of records) again.append(record)

  expect(records).toHaveLength(trace.length)
  expect(recordsOfTrace(again)).toEqual(records)
  expect(records.map(({ at }) => at)).toEqual(records.map(({ at }) => at).toSorted((one, other) => one - other))
})
