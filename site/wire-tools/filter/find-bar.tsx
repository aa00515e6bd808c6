/** Find text or octets in all connections: next and before by Enter, Shift and Enter, F3. */
import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { grouped } from '#site/wire-view/numbers.ts'
import type { ViewState } from '#site/wire-view/view-state.ts'
import type { Found } from '#wire/find.ts'
import { numberAndHop } from '#wire/hop.ts'
import { type Finding, FindState } from './find-state.ts'

/** What is typed is looked for this long after the last key, in milliseconds. */
const LOOKED_AFTER_MS = 200

export interface FindBarProps {
  readonly state: ViewState
  readonly id: string
  /** The tool: F3 works in all of the view around it. */
  readonly tool: RefObject<HTMLElement>
}

export function FindBar({ state, id, tool }: FindBarProps) {
  const find = useMemo(() => new FindState(state), [state])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => find.start(), [find])
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    const view = tool.current?.closest<HTMLElement>('.wire-view')
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F3' || find.finding.peek() === undefined) return
      event.preventDefault()
      find.step(event.shiftKey ? -1 : 1)
    }
    view?.addEventListener('keydown', onKeyDown)
    return () => view?.removeEventListener('keydown', onKeyDown)
  }, [find])

  async function onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }) {
    if (event.key === 'Escape') find.type('')
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    const by = event.shiftKey ? -1 : 1
    clearTimeout(timer.current)
    const typed = event.currentTarget.value
    if (typed !== find.typed.peek()) {
      find.typed.value = typed
      await find.look()
    }
    find.step(by)
  }

  const finding = find.finding.value
  const none = (finding?.found.length ?? 0) === 0
  return (
    <div class="wire-find">
      <label for={`${id}-find`}>Find</label>
      <input
        id={`${id}-find`}
        type="search"
        autocomplete="off"
        spellcheck={false}
        placeholder="hello, or hex:0d0a"
        value={find.typed}
        onInput={(event) => {
          const typed = event.currentTarget.value
          clearTimeout(timer.current)
          timer.current = setTimeout(() => find.type(typed), LOOKED_AFTER_MS)
        }}
        onKeyDown={onKeyDown}
      />
      <button type="button" disabled={none} onClick={() => find.step(-1)} aria-label="Find the one before">
        ↑
      </button>
      <button type="button" disabled={none} onClick={() => find.step(1)} aria-label="Find the next">
        ↓
      </button>
      <p class="wire-found" role="status">
        {finding && foundWords(finding, find.current.value, state)}
      </p>
    </div>
  )
}

const WHERE: Readonly<Record<Found['where'], string>> = {
  wire: '',
  content: ', over the border of chunks',
  decoded: ', in what was decoded',
}

function foundWords({ found, isFull, share, written }: Finding, current: Found | undefined, state: ViewState): string {
  if (share !== undefined) return `${Math.floor(share * 100)} % searched, ${grouped(found.length)} found`
  if (found.length === 0) return `No octets ${written} so far`
  const many = isFull ? `the first ${grouped(found.length)}` : grouped(found.length)
  if (current === undefined) return `${many} found`
  const { connection, direction, where } = current
  const isHidden = state.filtered.value !== undefined && isLeftOut(state)
  const hidden = isHidden ? '; the filter leaves its unit out' : ''
  return `${grouped(found.indexOf(current) + 1)} of ${many}: connection ${numberAndHop(connection)}, ${direction}${WHERE[where]}${hidden}`
}

function isLeftOut(state: ViewState): boolean {
  const row = state.row.value
  return row !== undefined && state.filtered.peek()?.placeOf(row) === -1
}
