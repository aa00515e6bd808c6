/** The tree of the selected unit's parts (WAI-ARIA tree pattern), with what the selected one means. */
import './parts.css'
import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { hasFault } from '#wire/faulty-units.ts'
import { speakOctets } from '#wire/narration.ts'
import type { OctetStream } from '#wire/octets.ts'
import type { Part } from '#wire/pdu.ts'
import { isDelimiter } from '#wire/vocabulary.ts'
import { grouped } from './numbers.ts'
import { visibleText } from './octet-names.ts'
import { onDemand } from './on-demand.tsx'
import { type PartRow, partKey, partRows, type Toggled } from './part-rows.ts'
import { showWithin } from './scroller.ts'
import { partsOf } from './selection.ts'
import { gapSentence, isReadAsText, rangeText, visibleValue } from './summary.ts'
import type { ViewState } from './view-state.ts'

/** Octets of a part that are read to show its text. */
const MAX_TEXT_OCTETS = 200

const Meaning = onDemand('The meaning', () => import('../wire-tools/meaning/meaning.tsx'))

export interface PartsProps {
  readonly state: ViewState
  readonly id: string
  /** The tree, for those who put the focus there. */
  readonly tree: RefObject<HTMLDivElement>
  readonly toUnits: () => void
  readonly toOctets: () => void
}

export function Parts({ state, id, tree, toUnits, toOctets }: PartsProps) {
  const toggled = useSignal<{ unit: string; parts: Toggled }>({ unit: '', parts: new Map() })
  const active = useRef<HTMLDivElement>(null)
  const selected = state.selected.value
  const path = selected?.path ?? []

  // The unit itself stands at the top, and needs no look at the page while nothing is scrolled: it would have to be laid out for it.
  const isScrolled = useRef(false)
  useLayoutEffect(() => {
    if (path.length === 0 && !isScrolled.current) return
    if (tree.current && active.current) showWithin(tree.current, active.current)
  }, [selected?.row.key, partKey(path)])

  if (selected === undefined) return null
  const { row } = selected
  if (row.kind === 'gap') return <p class="wire-parts wire-quiet">{gapSentence(row)}.</p>

  const open = toggled.value.unit === row.key ? toggled.value.parts : (new Map() as Toggled)
  const rows = partRows(row.logged.unit, open, path)
  const { layer } = row.logged.unit
  const stream = row.connection.streams[row.direction]
  const place = rows.findIndex(({ key }) => key === partKey(path))
  const current = rows[place]

  const toggle = ({ key }: PartRow, isOpen: boolean) => {
    toggled.value = { unit: row.key, parts: new Map(open).set(key, isOpen) }
  }
  const go = (to: PartRow | undefined) => to && state.selectPart(to.path)

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(rows[place + 1]),
      ArrowUp: () => go(rows[place - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      ArrowRight: () => {
        if (current?.open === false) toggle(current, true)
        else if (current?.open) go(rows[place + 1])
      },
      ArrowLeft: () => {
        if (current?.open && !(current.path.length === 0)) toggle(current, false)
        else if (path.length > 0) state.selectPart(path.slice(0, -1))
        else toUnits()
      },
      Enter: toOctets,
      Escape: toUnits,
    }
    const move = moves[event.key]
    if (move === undefined || event.altKey || event.metaKey) return
    event.preventDefault()
    move()
  }

  function onClick({ target }: MouseEvent) {
    const key = (target as Element).closest<HTMLElement>('[data-key]')?.dataset.key
    const item = rows.find((candidate) => candidate.key === key)
    if (item === undefined) return
    const isTwist = (target as Element).classList.contains('wire-twist')
    if (isTwist && item.open !== undefined) toggle(item, !item.open)
    else go(item)
  }

  return (
    <section class="wire-parts" aria-label={`Parts of the ${row.logged.unit.name}`}>
      <div
        class="wire-scroll wire-tree"
        role="tree"
        aria-label="Parts"
        aria-activedescendant={current && `${id}-part-${current.key}`}
        tabIndex={0}
        ref={tree}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onScroll={({ currentTarget }) => {
          isScrolled.current = currentTarget.scrollTop > 0
        }}
        onPointerLeave={() => {
          state.hover.value = undefined
        }}
      >
        {rows.map((item) => (
          <div
            key={item.key}
            id={`${id}-part-${item.key}`}
            ref={item === current ? active : null}
            class="wire-part"
            role="treeitem"
            aria-level={item.path.length + 1}
            aria-posinset={item.place}
            aria-setsize={item.siblings}
            aria-expanded={item.open}
            aria-selected={item === current}
            data-direction={row.direction}
            data-faint={isDelimiter(layer, item.part.name) || undefined}
            style={{ '--level': item.path.length }}
            data-key={item.key}
            onPointerEnter={() => {
              state.hover.value = { row: row.key, path: item.path }
            }}
          >
            <span class="wire-hidden">{spoken(item.part, stream, layer)}</span>
            <span class="wire-part-row" aria-hidden="true">
              <span class="wire-twist" />
              <span class="wire-part-name">{item.part.name}</span>
              <span class="wire-part-text">{textOf(item, stream, layer)}</span>
              {item.unlisted > 0 && <span class="wire-mark">{grouped(item.unlisted)} more not listed</span>}
              {hasFault(item.part) && <span class="wire-mark wire-mark-fault">fault</span>}
              <span class="wire-part-range">{rangeText(item.part)}</span>
            </span>
          </div>
        ))}
      </div>
      {state.model.selection.value === undefined ? (
        <p class="wire-meaning">Select a unit, a part or an octet: what it means stands here.</p>
      ) : (
        <Meaning along={selected.along} layer={layer} stream={stream} site={state.model.site} />
      )}
    </section>
  )
}

/** What a part says: its octets as text where they are text, and else the value that they stand for. */
function textOf({ part, path }: PartRow, stream: OctetStream, layer: string) {
  if (path.length === 0) return ''
  if (!isReadAsText(layer)) {
    if (part.value !== undefined) return visibleValue(part.value)
    // The octets of a field line of HPACK say nothing: its name and value were worked out.
    const [name, value] = partsOf(part).filter((inner) => /^field-[nv]/.test(inner.name))
    if (name?.value) return visibleValue(`${name.value}: ${value?.value}`)
  }
  const range = part.ranges[0]
  return range ? visibleText(stream.slice(range), MAX_TEXT_OCTETS) : ''
}

function spoken(part: Part, stream: OctetStream, layer: string): string {
  const range = part.ranges[0]
  const said = speakOctets(part, range ? stream.slice(range) : new Uint8Array(0), layer)
  return part.fault === undefined ? said : `${said}, fault: expected ${part.fault.expected}`
}
