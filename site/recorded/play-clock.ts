/** The time of a run that is played: it begins at 0 when playing begins, and goes as the time of the recorded run went. */

export class PlayClock {
  readonly #startedAt = performance.now()

  /** Milliseconds since the run began. */
  now(): number {
    return performance.now() - this.#startedAt
  }

  /**
   * Resolves once it is `at` milliseconds since the run began, which may be never (`Infinity`); rejects with the signal's reason
   * when that comes first.
   */
  reached(at: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const stopped = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      if (signal.aborted) return stopped()
      signal.addEventListener('abort', stopped, { once: true })
      if (at === Number.POSITIVE_INFINITY) return
      const reached = () => {
        signal.removeEventListener('abort', stopped)
        resolve()
      }
      timer = setTimeout(reached, Math.max(0, at - this.now()))
    })
  }
}
