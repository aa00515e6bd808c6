/** Waiting, no longer than there is anything to wait for. */

/** Resolves after `ms` milliseconds, or when `signal` is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(over, ms)
  signal.addEventListener('abort', over, { once: true })
  if (signal.aborted) over()
  return promise

  function over(): void {
    clearTimeout(timer)
    signal.removeEventListener('abort', over)
    resolve()
  }
}
