/** The filter of a wire view: applied in slices, and kept up to date as units come. */
import { effect, type Signal, signal, untracked } from '@preact/signals'
import type { ViewState } from '#site/wire-view/view-state.ts'
import { knownLayers } from '#wire/dissectors/all.ts'
import type { Problem } from '#wire/filter/cursor.ts'
import { describeFilter } from '#wire/filter/describe.ts'
import type { Filter } from '#wire/filter/filter.ts'
import { parseFilter } from '#wire/filter/parse.ts'
import { type Suggestions, suggestionsAt } from '#wire/filter/suggest.ts'
import { type FilterWords, filterWords } from '#wire/filter/words.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { inSlices, oneSlice } from '../slices.ts'
import { FilteredRows } from './filtered-rows.ts'

/** What a filter does to the list, in numbers. */
export interface Applied {
  readonly shown: number
  readonly all: number
  /** How many units have been asked about so far, when not all have. */
  readonly asked: number | undefined
}

/** Rows so far are shown this often while a long log is filtered, in milliseconds. */
const SHOWN_EVERY_MS = 250

/** What was typed stays when the tool is closed, though nothing is filtered then. */
const remembered = new WeakMap<ViewState, string>()

export class FilterState {
  readonly typed: Signal<string>
  /** In words; undefined while nothing is filtered. */
  readonly description: Signal<string | undefined> = signal(undefined)
  readonly problems: Signal<readonly Problem[]> = signal([])
  readonly applied: Signal<Applied | undefined> = signal(undefined)
  /** Whether units are there that have not been asked about. */
  readonly isBusy: Signal<boolean> = signal(false)
  readonly #state: ViewState
  readonly #filter: Signal<Filter> = signal([])
  #rows: FilteredRows | undefined
  #working: AbortController | undefined
  readonly #unitNames = new UnitNames()

  constructor(state: ViewState) {
    this.#state = state
    this.typed = signal(remembered.get(state) ?? '')
  }

  /** Filters from now on; returns how to end it. */
  start(): () => void {
    this.type(this.typed.peek())
    const stop = effect(() => {
      const index = this.#state.seen.value?.index
      const filter = this.#filter.value
      untracked(() => {
        if (filter.length === 0 || index === undefined) this.#end()
        else if (this.#rows?.index !== index) this.#begin(new FilteredRows(index, filter))
        else if (this.#working === undefined) this.#follow(this.#rows)
      })
    })
    return () => {
      stop()
      this.#end()
    }
  }

  /** Takes what is typed; it is applied as far as it is understood, and not at all while a word in it is not. */
  type(typed: string): void {
    this.typed.value = typed
    remembered.set(this.#state, typed)
    const words = this.#words()
    const { filter, problems } = parseFilter(typed, words)
    // A word that may still become one is no problem yet.
    this.problems.value = problems.filter(
      ({ end }) => end !== typed.length || suggestionsAt(typed, end, words).items.length === 0,
    )
    const description = describeFilter(filter)
    if (this.problems.peek().length > 0 || filter.length === 0) this.#apply([], undefined)
    else if (description !== this.description.peek()) this.#apply(filter, description)
  }

  suggestions(caret: number): Suggestions {
    return suggestionsAt(this.typed.peek(), caret, this.#words())
  }

  #words(): FilterWords {
    const log = this.#state.seen.peek()?.index.log
    return this.#unitNames.words(log)
  }

  #apply(filter: Filter, description: string | undefined): void {
    this.#rows = undefined
    this.isBusy.value = filter.length > 0
    this.description.value = description
    this.#filter.value = filter
  }

  async #begin(rows: FilteredRows): Promise<void> {
    this.#working?.abort()
    const working = new AbortController()
    this.#working = working
    this.#rows = rows
    let shownAt = performance.now()
    await inSlices(
      (isOver) => rows.advance(isOver),
      working.signal,
      (isDone) => {
        if (!isDone && performance.now() - shownAt < SHOWN_EVERY_MS) return
        shownAt = performance.now()
        if (isDone) this.#working = undefined
        this.#show(rows)
      },
    )
  }

  /** The few units that have come with a frame; of many, the rest comes in slices. */
  #follow(rows: FilteredRows): void {
    if (oneSlice((isOver) => rows.advance(isOver))) this.#show(rows)
    else this.#begin(rows)
  }

  #show(rows: FilteredRows): void {
    const list = rows.list()
    const { units } = rows.index.log
    this.isBusy.value = rows.seen < units.length
    this.#state.filtered.value = list
    this.applied.value = {
      shown: list.rows.length,
      all: rows.index.rows.length,
      asked: rows.seen < units.length ? rows.seen : undefined,
    }
  }

  #end(): void {
    this.#working?.abort()
    this.#working = undefined
    this.#rows = undefined
    this.#state.filtered.value = undefined
    this.applied.value = undefined
  }
}

/** The words of a run: made anew when it has other units, connections or layers. */
class UnitNames {
  #log: UnitLog | undefined
  #seen = 0
  #counts = new Map<string, number>()
  #made: FilterWords | undefined
  #madeOf = ''

  words(log: UnitLog | undefined): FilterWords {
    if (log !== this.#log) {
      this.#log = log
      this.#seen = 0
      this.#counts = new Map()
    }
    const units = log?.units ?? []
    for (; this.#seen < units.length; this.#seen++) {
      const name = units[this.#seen]?.unit.name ?? ''
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
    }
    const names = [...this.#counts].sort(([, one], [, other]) => other - one).map(([name]) => name)
    const connections = log?.trace.connections.map(({ id }) => id) ?? []
    const layers = knownLayers()
    const madeOf = [layers.length, ...names, ...connections].join()
    if (this.#made === undefined || madeOf !== this.#madeOf) {
      this.#made = filterWords(layers, names, connections)
      this.#madeOf = madeOf
    }
    return this.#made
  }
}
