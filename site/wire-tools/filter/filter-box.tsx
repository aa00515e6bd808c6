/** Where a filter is typed, with what may come next (WAI-ARIA combobox pattern: editable, list autocomplete). */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { FilterState } from './filter-state.ts'

export interface FilterBoxProps {
  readonly filter: FilterState
  readonly id: string
}

/** What is typed is taken this long after the last key, in milliseconds. */
const TAKEN_AFTER_MS = 150

export function FilterBox({ filter, id }: FilterBoxProps) {
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const caret = useSignal<number | undefined>(undefined)
  const active = useSignal(-1)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  // Read for its changes: suggestions are worked out from what is typed.
  filter.typed.value
  const { from, items } = caret.value === undefined ? { from: 0, items: [] } : filter.suggestions(caret.value)
  const isOpen = items.length > 0
  const option = (place: number) => `${id}-option-${place}`

  function open() {
    caret.value = input.current?.selectionStart ?? 0
    active.value = -1
  }

  function close() {
    caret.value = undefined
    active.value = -1
  }

  function type(typed: string) {
    filter.typed.value = typed
    open()
    clearTimeout(timer.current)
    timer.current = setTimeout(() => filter.type(typed), TAKEN_AFTER_MS)
  }

  function take() {
    clearTimeout(timer.current)
    filter.type(filter.typed.peek())
  }

  function choose(place: number) {
    const item = items[place]
    const box = input.current
    if (item === undefined || box === null || caret.value === undefined) return
    const before = filter.typed.peek()
    // A path goes on: all else is a whole word.
    const added = item.text.endsWith('/') ? item.text : `${item.text} `
    const typed = before.slice(0, from) + added + before.slice(caret.value).trimStart()
    box.value = typed
    box.setSelectionRange(from + added.length, from + added.length)
    filter.type(typed)
    open()
  }

  function move(step: number) {
    if (!isOpen) open()
    else active.value = (active.value + step + items.length + (active.value < 0 && step < 0 ? 1 : 0)) % items.length
    list.current?.children[active.value]?.scrollIntoView({ block: 'nearest' })
  }

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => {
        if (active.value >= 0) choose(active.value)
        else {
          take()
          close()
        }
      },
      Escape: () => {
        if (isOpen) close()
        else filter.type('')
      },
    }
    const act = moves[event.key]
    if (act === undefined || event.isComposing) return
    event.preventDefault()
    act()
  }

  return (
    <div class="wire-combobox">
      <label for={`${id}-input`}>Show only</label>
      <input
        id={`${id}-input`}
        ref={input}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder="chunks from the server larger than 1 kB"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={active.value >= 0 ? option(active.value) : undefined}
        aria-describedby={`${id}-problem`}
        value={filter.typed}
        onInput={(event) => type(event.currentTarget.value)}
        onClick={open}
        onBlur={() => {
          take()
          close()
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} ref={list} role="listbox" aria-label="What may come next" hidden={!isOpen}>
        {items.map(({ text, about }, place) => (
          <li
            key={text}
            id={option(place)}
            role="option"
            aria-selected={place === active.value}
            // Before the focus leaves the input.
            onPointerDown={(event) => {
              event.preventDefault()
              choose(place)
            }}
          >
            <b>{text}</b> <span>{about}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
