/** Values of JSON that somebody else wrote: asked for by type, undefined when they are of another. */

export type JsonObject = Readonly<Record<string, unknown>>

export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

/** The elements of an array; none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** JSON has no NaN and no Infinity, but `1e999` reads as one. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A whole number that is not negative: a count, an identifier. */
export function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}

/** What `Date` can hold, before and after 1970 (ECMA-262 section 21.4.1.1). */
const MAX_TIME_MS = 8.64e15

/** Milliseconds that a calendar has: later or longer is no time of a run. */
export function timeOf(value: unknown): number | undefined {
  const ms = numberOf(value)
  return ms !== undefined && Math.abs(ms) <= MAX_TIME_MS ? ms : undefined
}
