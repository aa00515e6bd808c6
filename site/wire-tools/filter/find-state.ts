/** What a reader looks for in a wire view: found in slices, gone through one by one, and looked for in what comes. */
import { effect, type Signal, signal, untracked } from '@preact/signals'
import type { ViewState } from '#site/wire-view/view-state.ts'
import { type Found, Search } from '#wire/find.ts'
import { needleOf } from '#wire/octet-search.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { inSlices } from '../slices.ts'

export interface Finding {
  readonly written: string
  readonly found: readonly Found[]
  /** Whether there are more than are kept. */
  readonly isFull: boolean
  /** How much is searched, between 0 and 1; undefined when all is. */
  readonly share: number | undefined
}

export class FindState {
  readonly typed: Signal<string> = signal('')
  /** Undefined while nothing is looked for. */
  readonly finding: Signal<Finding | undefined> = signal(undefined)
  /** The place that is selected. */
  readonly current: Signal<Found | undefined> = signal(undefined)
  readonly #state: ViewState
  #search: Search | undefined
  #log: UnitLog | undefined
  #working: AbortController | undefined

  constructor(state: ViewState) {
    this.#state = state
  }

  /** Looks for what comes, too; returns how to end it. */
  start(): () => void {
    const stop = effect(() => {
      this.#state.model.settled.value
      untracked(() => {
        const log = this.#state.seen.peek()?.index.log
        if (log !== this.#log) this.look()
        else if (this.#working === undefined) this.#advance()
      })
    })
    return () => {
      stop()
      this.#working?.abort()
    }
  }

  type(typed: string): void {
    this.typed.value = typed
    this.look()
  }

  /** Looks for what is typed, from the beginning. Resolves when all is searched. */
  async look(): Promise<void> {
    this.#working?.abort()
    this.#working = undefined
    const needle = needleOf(this.typed.peek())
    this.#log = this.#state.seen.peek()?.index.log
    this.current.value = undefined
    this.finding.value = undefined
    this.#search = needle && this.#log && new Search(this.#log, needle)
    await this.#advance()
  }

  /** Selects the next place behind the one that is selected, or with -1 the one before; around at the ends. */
  step(by: 1 | -1): void {
    const found = this.finding.peek()?.found ?? []
    if (found.length === 0) return
    const current = this.current.peek()
    const place = current === undefined ? (by === 1 ? -1 : 0) : found.indexOf(current)
    const next = found[(place + by + found.length) % found.length] as Found
    this.current.value = next
    const { connection, direction, ranges } = next
    const start = ranges[0]?.start ?? 0
    const end = ranges.at(-1)?.end ?? start
    this.#state.model.selection.value = { connection: connection.id, direction, range: { start, end }, part: [] }
  }

  async #advance(): Promise<void> {
    const search = this.#search
    if (search === undefined) return
    const working = new AbortController()
    this.#working = working
    await inSlices(
      (isOver) => search.advance(isOver),
      working.signal,
      (isDone) => {
        this.finding.value = {
          written: search.needle.written,
          found: search.found,
          isFull: search.isFull,
          share: isDone ? undefined : search.share,
        }
      },
    )
    if (this.#working === working) this.#working = undefined
  }
}
