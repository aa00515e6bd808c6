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
  #timer: NodeJS.Timeout | undefined
  #isDue = false
  #isDone = false

  constructor(options: PathCut) {
    this.#options = options
  }

  /** How many of `octets` octets may go down `path` before the connection is lost. */
  roomDown(path: CuttablePath, octets: number): number {
    if (this.#isDone || !('afterOctets' in this.#options)) return octets
    return Math.min(octets, this.#options.afterOctets - path.octetsDown)
  }

  /** Octets have gone down `path`: it is lost if its time has come. */
  wentDown(path: CuttablePath): void {
    if (this.#isDone) return
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
    const [most] = [...this.#used].sort((one, other) => other.octetsDown - one.octetsDown)
    if (most === undefined) this.#isDue = true
    else this.#lose(most)
  }

  #lose(path: CuttablePath): void {
    this.close()
    path.lose(this.#options.how)
  }
}
