/** Points in time as formats write them: ISO 8601 in UTC, to the microsecond. */

/** What `Date` can hold, in milliseconds from 1970 (ECMA-262 section 21.4.1.1). */
const MAX_DATE_MS = 8.64e15

/** `2026-11-22T19:07:59.547762Z` for milliseconds since 1970 UTC; for a time that no calendar has, the nearest it has. */
export function isoTime(ms: number): string {
  const inRange = Math.min(Math.max(ms, -MAX_DATE_MS), MAX_DATE_MS)
  const whole = Math.floor(inRange)
  const micros = Math.min(999, Math.round((inRange - whole) * 1000))
  return new Date(whole).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`)
}

// The digits of a second's fraction; `Date` keeps three of them.
const FRACTION = /T\d\d:\d\d:\d\d\.\d{3}(\d{1,6})/

/** Milliseconds since 1970 UTC; undefined for what is no ISO 8601 time. */
export function msOf(text: string): number | undefined {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) return undefined
  const [, finer = ''] = FRACTION.exec(text) ?? []
  return ms + (finer === '' ? 0 : Number(`0.${finer}`))
}
