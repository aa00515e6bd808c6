/** The run that a file says it holds: believed only as far as its form is right. */
import type { RunInfo } from '../../trace.ts'
import { objectOf, textOf, timeOf } from '../json-values.ts'

/** Undefined when `value` is no run. */
export function runInfoOf(value: unknown): RunInfo | undefined {
  const told = objectOf(value)
  const [id, lab, server] = [textOf(told?.id), textOf(told?.lab), textOf(told?.server)]
  const startedAt = timeOf(told?.startedAt)
  if (id === undefined || lab === undefined || server === undefined || startedAt === undefined) return undefined
  const switches: Record<string, string | number | boolean> = {}
  for (const [name, setting] of Object.entries(objectOf(told?.switches) ?? {})) {
    if (typeof setting === 'string' || typeof setting === 'number' || typeof setting === 'boolean') {
      switches[name] = setting
    }
  }
  return { id, lab, switches, startedAt, server }
}
