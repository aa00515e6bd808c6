/** A signal as a promise, to be raced with what may take too long. */

/** Never resolves; rejects with the signal's reason when it is aborted. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
