/** Keeps one Deno process at work as long as any run needs it, and gives up when it crashes again and again. */
import { LabError } from '#labs/lab-error.ts'
import { LIMITS } from '../../limits.ts'
import { log } from '../../log.ts'
import type { ChildSession } from './child-session.ts'
import { DenoChild, denoPath } from './deno-child.ts'

const MINUTE_MS = 60_000
/** Its certificate is good for 14 days; before they are over, another process has another. */
const MAX_AGE_MS = 13 * 24 * 60 * MINUTE_MS

export class DenoService {
  readonly #take: (session: ChildSession) => void
  readonly #needed = new Set<AbortSignal>()
  readonly #crashes: number[] = []
  #child: Promise<DenoChild> | undefined
  #startedAt = 0

  /** `take` is called with every session that a client opens. */
  constructor(take: (session: ChildSession) => void) {
    this.#take = take
  }

  /**
   * The process, started if there is none; it goes on at least until `over` is aborted.
   *
   * @throws LabError `LAB_UNAVAILABLE`
   */
  child(over: AbortSignal): Promise<DenoChild> {
    if (!over.aborted && !this.#needed.has(over)) {
      this.#needed.add(over)
      over.addEventListener('abort', () => this.#release(over), { once: true })
    }
    if (performance.now() - this.#startedAt > MAX_AGE_MS) this.#end()
    this.#child ??= this.#start()
    return this.#child
  }

  #start(): Promise<DenoChild> {
    const path = denoPath()
    const minuteAgo = performance.now() - MINUTE_MS
    if (this.#crashes.filter((at) => at > minuteAgo).length >= LIMITS.maxDenoCrashes) {
      throw new LabError(
        'LAB_UNAVAILABLE',
        'WebTransport is served by Deno, which has crashed too often. Try again in a minute.',
      )
    }
    this.#startedAt = performance.now()
    const starting = DenoChild.start(path, this.#take)
    starting
      .then((child) =>
        child.process.once('exit', (code, signal) => {
          child.lose()
          if (this.#child !== starting) return
          this.#child = undefined
          this.#crashed(`Deno, which serves WebTransport, has ended by itself (${signal ?? code}).`)
        }),
      )
      .catch((error: Error) => {
        if (this.#child === starting) this.#child = undefined
        this.#crashed(error.message)
      })
    return starting
  }

  #crashed(sentence: string): void {
    log.warn(sentence)
    this.#crashes.push(performance.now())
    this.#crashes.splice(0, this.#crashes.length - LIMITS.maxDenoCrashes)
  }

  #release(over: AbortSignal): void {
    this.#needed.delete(over)
    if (this.#needed.size === 0) this.#end()
  }

  #end(): void {
    this.#child?.then((child) => child.end()).catch(() => {})
    this.#child = undefined
  }
}
