/** The one cut of a run: which of its connections the emulated path loses, and when. */
import type { CutHow, PathCut } from '#labs/path-options.ts'

/** The path of one connection, as the cut needs it. */
export interface CuttablePath {
  readonly octetsDown: number
  lose(how: CutHow): void
}

export class Cut {
  readonly #options: PathCut
  /** Paths that octets have gone down. */
  readonly #used = new Set<CuttablePath>()
  /** Paths that are known to carry the way down; while none is, any may. */
  readonly #down = new WeakSet<CuttablePath>()
  #isKnown = false
  #timer: NodeJS.Timeout | undefined
  #isDue = false
  #isDone = false

  constructor(options: PathCut) {
    this.#options = options
  }

  /** The way down goes over `path`: from now on no other is lost. */
  carriesDown(path: CuttablePath): void {
    this.#isKnown = true
    this.#down.add(path)
  }

  /** How many of `octets` octets may go down `path` before the connection is lost. */
  roomDown(path: CuttablePath, octets: number): number {
    if (this.#isDone || this.#isSpared(path) || !('afterOctets' in this.#options)) return octets
    return Math.min(octets, this.#options.afterOctets - path.octetsDown)
  }

  /** Octets have gone down `path`: it is lost if its time has come. */
  wentDown(path: CuttablePath): void {
    if (this.#isDone || this.#isSpared(path)) return
    this.#used.add(path)
    if ('afterOctets' in this.#options) this.#isDue = path.octetsDown >= this.#options.afterOctets
    else this.#timer ??= setTimeout(() => this.#onTime(), this.#options.afterMs)
    if (this.#isDue) this.#lose(path)
  }

  /** The connection of `path` is over. */
  gone(path: CuttablePath): void {
    this.#used.delete(path)
  }

  /** Loses nothing any more: the run is over. */
  close(): void {
    this.#isDone = true
    clearTimeout(this.#timer)
    this.#used.clear()
  }

  /** With no connection open that has carried anything, the next that does is lost. */
  #onTime(): void {
    const candidates = [...this.#used].filter((path) => !this.#isSpared(path))
    const [most] = candidates.sort((one, other) => other.octetsDown - one.octetsDown)
    if (most === undefined) this.#isDue = true
    else this.#lose(most)
  }

  #isSpared(path: CuttablePath): boolean {
    return this.#isKnown && !this.#down.has(path)
  }

  #lose(path: CuttablePath): void {
    this.close()
    path.lose(this.#options.how)
  }
}
