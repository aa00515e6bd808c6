/** Waiting for something to become true, told by events and never by sleeping. */

export class Waiting {
  readonly #checks = new Set<() => void>()

  /** Something has happened: looks again at everything waited for. */
  happened(): void {
    for (const check of [...this.#checks]) check()
  }

  /** Resolves once `isSo`, which is asked after everything that happens. The test's own time-out bounds it. */
  until(isSo: () => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const check = () => {
      if (!isSo()) return
      this.#checks.delete(check)
      resolve()
    }
    this.#checks.add(check)
    check()
    return promise
  }
}
