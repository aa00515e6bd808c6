/** Counts and lengths of time as a person reads them. */

const format = new Intl.NumberFormat('en')

/** `1234` as `1,234`. */
export function grouped(count: number): string {
  return format.format(count)
}

/** `1 octet`, `27 octets`; give `plural` where an s is not enough. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`
}

/** A length of time, to about three digits: `3.4 ms`, `612 ms`, `1.2 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${trimmed(ms / 1000)} s`
  return `${ms < 10 ? trimmed(ms) : Math.round(ms)} ms`
}

function trimmed(number: number): string {
  return number.toFixed(1).replace(/\.0$/, '')
}
