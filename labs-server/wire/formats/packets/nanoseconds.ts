/** Times of packets: nanoseconds since 1970 UTC, which need more than the 53 bits of a number. */

const PER_MILLISECOND = 1_000_000

/** Milliseconds since 1970 UTC, or between two times, in whole nanoseconds. */
export function nanosecondsOf(ms: number): bigint {
  const whole = Math.floor(ms)
  return BigInt(whole) * BigInt(PER_MILLISECOND) + BigInt(Math.round((ms - whole) * PER_MILLISECOND))
}

/** From `start` to `time`, in milliseconds with nanoseconds behind the point. */
export function millisecondsBetween(start: bigint, time: bigint): number {
  return Number(time - start) / PER_MILLISECOND
}

/** `time` in milliseconds since 1970 UTC, without what is behind the point: a number that is exact. */
export function wholeMilliseconds(time: bigint): number {
  return Number(time / BigInt(PER_MILLISECOND))
}
