/** Reads sizes and times of filters: a number, and its unit if there is one. */
import type { Cursor } from './cursor.ts'
import type { Suggestion } from './grammar.ts'
import { SIZE_UNITS, TIME_UNITS } from './quantities.ts'

export interface Quantity {
  /** Octets or milliseconds. */
  readonly value: number
  /** Undefined where the number stands alone. */
  readonly of: 'octets' | 'ms' | undefined
  /** How many octets or milliseconds its unit is; 1 where there is none. */
  readonly scale: number
}

export const SIZES: readonly Suggestion[] = [
  { text: '100 octets', about: 'as many octets on the wire' },
  { text: '1 kB', about: '1,000 octets' },
]

export const TIMES: readonly Suggestion[] = [
  { text: '200 ms', about: 'from the start of the run' },
  { text: '1 s', about: 'from the start of the run' },
]

/** Octets; a number alone is octets. */
export function readSize(cursor: Cursor): number | undefined {
  const quantity = readQuantity(cursor, SIZES)
  if (quantity?.of !== 'ms') return quantity?.value
  return cursor.problem(cursor.peek(-1), 'A size is counted in octets: “27 octets”, “1 kB”')
}

/** Milliseconds; a number alone is milliseconds. */
export function readTime(cursor: Cursor): number | undefined {
  const quantity = readQuantity(cursor, TIMES)
  if (quantity?.of !== 'octets') return quantity?.value
  return cursor.problem(cursor.peek(-1), 'A time is counted from the start of the run: “200 ms”, “1.5 s”')
}

export function readQuantity(cursor: Cursor, suggestions: readonly Suggestion[]): Quantity | undefined {
  if (cursor.endsWith(() => suggestions)) return undefined
  const token = cursor.take()
  const number = Number(token.lower)
  if (token.kind !== 'word' || !Number.isFinite(number) || number < 0) {
    return cursor.problem(token, `“${token.text}” is no number: write for instance “${suggestions[0]?.text}”`)
  }
  const unit = cursor.peek()?.lower ?? ''
  const size = Object.hasOwn(SIZE_UNITS, unit) ? SIZE_UNITS[unit] : undefined
  const time = Object.hasOwn(TIME_UNITS, unit) ? TIME_UNITS[unit] : undefined
  const scale = size ?? time ?? 1
  if (size !== undefined || time !== undefined) cursor.take()
  else cursor.endsWith(() => unitsAmong(suggestions))
  return { value: number * scale, of: size !== undefined ? 'octets' : time !== undefined ? 'ms' : undefined, scale }
}

function unitsAmong(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  return suggestions.map(({ text, about }) => ({ text: text.split(' ')[1] as string, about }))
}
