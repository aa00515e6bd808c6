/** The rows that a filter leaves, kept up to date while the log grows: each unit is asked about once. */

import { type Row, type UnitIndex, UnitRow } from '#site/wire-view/unit-index.ts'
import type { RowList } from '#site/wire-view/view-state.ts'
import type { Filter } from '#wire/filter/filter.ts'
import { type Matcher, matcherOf } from '#wire/filter/match.ts'
import type { LoggedUnit } from '#wire/unit-log.ts'

/** Units asked about between two looks at the clock. */
const UNITS_A_STEP = 64

export class FilteredRows {
  readonly index: UnitIndex
  readonly #matches: Matcher
  /** Of complete units, in order of time. */
  readonly #complete: Row[] = []
  #seen = 0

  constructor(index: UnitIndex, filter: Filter) {
    this.index = index
    this.#matches = matcherOf(filter)
  }

  /** How many units have been asked about. */
  get seen(): number {
    return this.#seen
  }

  /** Takes in what the log has got, until `isOver` says so; true when it has taken in all. */
  advance(isOver: () => boolean): boolean {
    const { units } = this.index.log
    while (this.#seen < units.length) {
      const end = Math.min(units.length, this.#seen + UNITS_A_STEP)
      for (; this.#seen < end; this.#seen++) {
        const logged = units[this.#seen] as LoggedUnit
        if (this.#matches(logged)) insert(this.#complete, new UnitRow(logged, false))
      }
      if (isOver()) return this.#seen === units.length
    }
    return true
  }

  /** What is left so far: a new object each time. */
  list(): RowList {
    const changing = this.index.changing.filter((row) => this.#matches(row.kind === 'unit' ? row.logged : row))
    if (changing.length === 0) return new SortedRows(this.#complete)
    const rows = [...this.#complete]
    for (const row of changing) insert(rows, row)
    return new SortedRows(rows)
  }
}

class SortedRows implements RowList {
  readonly rows: readonly Row[]

  constructor(rows: readonly Row[]) {
    this.rows = rows
  }

  placeOf({ at, key }: Row): number {
    for (let place = firstFrom(this.rows, at); place < this.rows.length; place++) {
      const there = this.rows[place] as Row
      if (there.at > at) return -1
      if (there.key === key) return place
    }
    return -1
  }
}

/** Nearly every new row is the last one. */
function insert(rows: Row[], row: Row): void {
  const { at } = row
  const last = rows.at(-1)
  if (last === undefined || last.at <= at) rows.push(row)
  else rows.splice(firstFrom(rows, at, true), 0, row)
}

/** The place of the first row that is not earlier than `at`, or with `behind` later than it. */
function firstFrom(rows: readonly Row[], at: number, behind = false): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const there = (rows[middle] as Row).at
    if (behind ? there <= at : there < at) low = middle + 1
    else high = middle
  }
  return low
}
