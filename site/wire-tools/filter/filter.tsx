/** Filter, pause and find: what is shown of a run, and where something stands in it. One of the wire view's tools. */
import '../buttons.css'
import './filter.css'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { counted, grouped } from '#site/wire-view/numbers.ts'
import type { ToolProps } from '#site/wire-view/tools.tsx'
import type { Problem } from '#wire/filter/cursor.ts'
import { FilterBox } from './filter-box.tsx'
import { type Applied, FilterState } from './filter-state.ts'
import { FindBar } from './find-bar.tsx'
import { PauseButton } from './pause-button.tsx'

export default function FilterAndFind({ state, id }: ToolProps) {
  const tool = useRef<HTMLDivElement>(null)
  const filter = useMemo(() => new FilterState(state), [state])
  useEffect(() => {
    const end = filter.start()
    return () => {
      end()
      // Nothing is hidden or held back by a tool that is closed.
      if (state.model.paused.peek()) state.model.pause(false)
    }
  }, [filter])

  return (
    <div class="wire-filter" ref={tool}>
      <div class="wire-filter-row">
        <FilterBox filter={filter} id={id} />
        <PauseButton model={state.model} />
      </div>
      <FilterResult filter={filter} id={id} isPaused={state.model.paused.value} />
      <FindBar state={state} id={id} tool={tool} />
    </div>
  )
}

interface FilterResultProps {
  readonly filter: FilterState
  readonly id: string
  readonly isPaused: boolean
}

function FilterResult({ filter, id, isPaused }: FilterResultProps) {
  const problems = filter.problems.value
  const description = filter.description.value
  const applied = filter.applied.value
  return (
    <>
      <div id={`${id}-problem`} class="wire-filter-problems" role="status">
        {problems.map((problem) => (
          <p key={problem.start}>
            {problem.sentence} <Meant problem={problem} filter={filter} />
          </p>
        ))}
        {problems.length > 0 && <p>Until then all units are shown.</p>}
        {/* Said once for a filter, not for each unit that comes. */}
        {description !== undefined && <p class="wire-filter-words">{description}</p>}
      </div>
      {applied !== undefined && (
        <p class="wire-filter-count" aria-busy={filter.isBusy.value}>
          {countWords(applied)}
          {isPaused ? ' Paused.' : ''}{' '}
          <button type="button" onClick={() => filter.type('')}>
            Clear the filter
          </button>
        </p>
      )}
    </>
  )
}

/** Buttons that put a word in the place of the one that was not understood. */
function Meant({ problem: { near, start, end }, filter }: { readonly problem: Problem; readonly filter: FilterState }) {
  return (
    <>
      {near.map((word) => (
        <button
          type="button"
          key={word}
          onClick={() => {
            const typed = filter.typed.peek()
            filter.type(typed.slice(0, start) + word + typed.slice(end))
          }}
        >
          {word}
        </button>
      ))}
    </>
  )
}

function countWords({ shown, all, asked }: Applied): string {
  const sofar = asked === undefined ? '' : ` so far, ${grouped(asked)} looked at`
  return `Showing ${grouped(shown)} of ${counted(all, 'unit')}${sofar}.`
}
