/** What the four views share: the units so far, what is selected in them, and how a view selects. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { OctetRange, OctetStream } from '#wire/octets.ts'
import type { Direction, Part } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import type { OctetMarks } from './octet-rows.ts'
import { covers, type PartPath, partAround, partsAlong, smallestPartAt } from './selection.ts'
import { type Row, UnitIndex } from './unit-index.ts'
import type { WireModel } from './wire-model.ts'

/** The units so far. A new object whenever there is more. */
export interface Seen {
  readonly index: UnitIndex
  readonly version: number
}

/** The rows of the list of units, in order of time. */
export interface RowList {
  readonly rows: readonly Row[]
  /** The row's place in `rows`; -1 when it is not there. */
  placeOf(row: Row): number
}

/** One direction of one connection. */
export interface Stream {
  readonly connection: TracedConnection
  readonly direction: Direction
  readonly octets: OctetStream
}

/** The selected part, looked up in the units as they are now. */
export interface Selected {
  readonly row: Row
  readonly path: PartPath
  /** From the unit to the part selected; empty for a gap. */
  readonly along: readonly Part[]
  readonly ranges: readonly OctetRange[]
}

/** A part under the pointer. */
export interface Hover {
  readonly row: string
  readonly path: PartPath
}

export class ViewState {
  readonly model: WireModel
  readonly seen: ReadonlySignal<Seen | undefined>
  /** What a filter leaves of the rows, a new object whenever that is more; undefined while there is no filter. */
  readonly filtered: Signal<RowList | undefined> = signal(undefined)
  /** The selected unit's row, or the first row as long as the reader has selected nothing. */
  readonly row: ReadonlySignal<Row | undefined>
  /** `seen` and `row` as parts and octets show them: at once what the reader selects, a little later what comes in. */
  readonly detail: ReadonlySignal<{ readonly index: UnitIndex | undefined; readonly row: Row | undefined }>
  readonly selected: ReadonlySignal<Selected | undefined>
  /** The octet at which the octets view stands. */
  readonly cursor: ReadonlySignal<number>
  /** The octets to mark in the direction that is shown. */
  readonly marks: ReadonlySignal<OctetMarks>
  readonly hover: Signal<Hover | undefined> = signal(undefined)
  readonly #octet: Signal<number | undefined> = signal(undefined)

  constructor(model: WireModel) {
    this.model = model
    let index: UnitIndex | undefined
    this.seen = computed(() => {
      const version = model.version.value
      const log = model.log.value
      if (log === undefined) index = undefined
      else if (index?.log !== log) index = new UnitIndex(log)
      index?.update()
      return index && { index, version }
    })
    this.row = computed(() => {
      const seen = this.seen.value
      const selection = model.selection.value
      if (seen === undefined) return undefined
      if (selection === undefined) return seen.index.rows[0]
      if (selection.unit !== undefined) return seen.index.row(selection.unit)
      return seen.index.unitsIn(selection.connection, selection.direction, selection.range)[0]
    })
    this.detail = computed(() => {
      model.settled.value
      model.selection.value
      return { index: this.seen.peek()?.index, row: this.row.peek() }
    })
    this.selected = computed(() => {
      const { row } = this.detail.value
      const selection = model.selection.value
      if (row === undefined) return undefined
      if (row.kind === 'gap') return { row, path: [], along: [], ranges: [] }
      // Octets that were selected as such, found for instance: they need not be those of any part.
      const free = selection?.unit === undefined ? selection?.range : undefined
      const path = free ? partAround(row.logged.unit, free) : (selection?.part ?? [])
      const along = partsAlong(row.logged.unit, path)
      return { row, path: path.slice(0, along.length - 1), along, ranges: free ? [free] : (along.at(-1)?.ranges ?? []) }
    })
    this.cursor = computed(() => {
      const octet = this.#octet.value
      const ranges = this.selected.value?.ranges ?? []
      return octet !== undefined && covers(ranges, octet) ? octet : (ranges[0]?.start ?? 0)
    })
    this.marks = computed(() => ({
      unit: this.selected.value?.along[0]?.ranges ?? [],
      selected: this.selected.value?.ranges ?? [],
      hovered: this.#ranges(this.hover.value?.row, this.hover.value?.path ?? []),
      lit: model.lit.value.flatMap((key) => this.#ranges(key, [])),
    }))
  }

  /** The octets of a part of a unit, if they lie in the direction that is shown. */
  #ranges(key: string | undefined, path: PartPath): readonly OctetRange[] {
    const { index, row: shown } = this.detail.value
    const row = key === undefined ? undefined : index?.row(key)
    if (row?.kind !== 'unit' || row.connection !== shown?.connection || row.direction !== shown.direction) return []
    return partsAlong(row.logged.unit, path).at(-1)?.ranges ?? []
  }

  /** The octets among which the selection lies. */
  get stream(): Stream | undefined {
    const { row } = this.detail.value
    return (
      row && { connection: row.connection, direction: row.direction, octets: row.connection.streams[row.direction] }
    )
  }

  /** Selects what a link asks for, if it has come. */
  selectWanted(): void {
    const wanted = this.model.wanted.peek()
    const row = wanted && this.seen.peek()?.index.row(wanted.unit)
    if (row?.kind !== 'unit' || row.arriving) return
    this.model.wanted.value = undefined
    this.#select(row, wanted?.part ?? [])
  }

  selectRow(row: Row): void {
    this.#select(row, [])
  }

  /** Selects the first unit of a connection. */
  selectConnection(connection: TracedConnection): void {
    const row = this.seen.peek()?.index.rows.find((candidate) => candidate.connection === connection)
    if (row !== undefined) this.#select(row, [])
  }

  /** Selects the next unit of the same connection, in either direction, or with `step` -1 the one before. */
  selectNeighbour(step: 1 | -1): void {
    const row = this.row.peek()
    const index = this.seen.peek()?.index
    if (row === undefined || index === undefined) return
    let place = index.placeOf(row) + step
    while (index.rows[place] !== undefined && index.rows[place]?.connection !== row.connection) place += step
    const neighbour = index.rows[place]
    if (neighbour !== undefined) this.#select(neighbour, [])
  }

  /** Selects a part of the unit that is selected now. */
  selectPart(path: PartPath): void {
    const row = this.row.peek()
    if (row !== undefined) this.#select(row, path)
  }

  /** Selects the smallest part at an octet of the direction that is shown now. */
  selectOctet(offset: number): void {
    const at = this.row.peek()
    const seen = this.seen.peek()
    if (at === undefined || seen === undefined) return
    // Whoever looks at an event, cut over chunks, stays in it.
    const isInside = at.kind === 'unit' && covers(at.logged.unit.ranges, offset)
    const [lowest] = seen.index.unitsIn(at.connection.id, at.direction, { start: offset, end: offset + 1 })
    const row = isInside ? at : lowest
    if (row === undefined) return
    this.#octet.value = offset
    this.#select(row, smallestPartAt(row.logged.unit, offset))
  }

  #select(row: Row, part: PartPath): void {
    const { connection, direction } = row
    const end = connection.streams[direction].length
    const range =
      row.kind === 'unit'
        ? (partsAlong(row.logged.unit, part).at(-1)?.ranges[0] ?? { start: end, end })
        : { start: end, end }
    this.model.selection.value = { connection: connection.id, direction, range, unit: row.key, part }
  }
}
