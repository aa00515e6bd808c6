/** The run that a file says it holds: believed only as far as its form is right. */
import type { RunInfo } from '../../trace.ts'
import { numberOf, objectOf, textOf } from '../json-values.ts'

/** What `Date` can hold, in milliseconds from 1970 (ECMA-262 section 21.4.1.1). */
const MAX_DATE_MS = 8.64e15

/** Undefined when `value` is no run. */
export function runInfoOf(value: unknown): RunInfo | undefined {
  const told = objectOf(value)
  const [id, lab, server] = [textOf(told?.id), textOf(told?.lab), textOf(told?.server)]
  const startedAt = numberOf(told?.startedAt)
  if (id === undefined || lab === undefined || server === undefined || startedAt === undefined) return undefined
  if (Math.abs(startedAt) > MAX_DATE_MS) return undefined
  const switches: Record<string, string | number | boolean> = {}
  for (const [name, setting] of Object.entries(objectOf(told?.switches) ?? {})) {
    if (typeof setting === 'string' || typeof setting === 'number' || typeof setting === 'boolean') {
      switches[name] = setting
    }
  }
  return { id, lab, switches, startedAt, server }
}
