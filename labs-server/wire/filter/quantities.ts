/** Sizes and times as a reader writes them and as they are written back: `1 kB` is 1,000 octets, `1 KiB` is 1,024. */

export const SIZE_UNITS: Readonly<Record<string, number>> = {
  octet: 1,
  octets: 1,
  byte: 1,
  bytes: 1,
  b: 1,
  kb: 1000,
  mb: 1_000_000,
  kib: 1024,
  mib: 1_048_576,
}

/** In milliseconds. */
export const TIME_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  milliseconds: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  seconds: 1000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
}

/** `27 octets`, `1 kB`, `1,234 octets`. */
export function sizeText(octets: number): string {
  for (const [unit, size] of [
    ['MB', 1_000_000],
    ['kB', 1000],
  ] as const) {
    if (octets >= size && octets % (size / 10) === 0) return `${octets / size} ${unit}`
  }
  return `${grouped(octets)} octet${octets === 1 ? '' : 's'}`
}

/** `200 ms`, `1.5 s`, `2 min`. */
export function timeText(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000} min`
  return ms >= 1000 && ms % 10 === 0 ? `${ms / 1000} s` : `${ms} ms`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
