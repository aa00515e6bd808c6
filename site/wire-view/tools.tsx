/** What can be done with a run beyond looking at it: tools that open below the head, each loaded when a reader first asks. */
import './tools.css'
import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { onDemand } from './on-demand.tsx'
import type { ViewState } from './view-state.ts'

export interface ToolProps {
  readonly state: ViewState
  /** Prefix of element ids. */
  readonly id: string
}

interface Tool {
  readonly id: string
  /** On its button. */
  readonly label: string
  /** Made by `onDemand`. */
  readonly Panel: ComponentType<ToolProps>
}

/** One row a tool, in the order of their buttons. */
const TOOLS: readonly Tool[] = [
  {
    id: 'filter',
    label: 'Filter and find',
    Panel: onDemand('Filter and find', () => import('../wire-tools/filter/filter.tsx')),
  },
  {
    id: 'compare',
    label: 'Compare',
    Panel: onDemand('The comparison', () => import('../wire-tools/compare/compare.tsx')),
  },
  {
    id: 'boundaries',
    label: 'Boundaries',
    Panel: onDemand('The boundary lanes', () => import('../wire-tools/boundaries/boundaries.tsx')),
  },
  {
    id: 'files',
    label: 'Save and share',
    Panel: onDemand('Saving', () => import('../wire-tools/files/save-and-share.tsx')),
  },
]

export function Tools({ state, id }: ToolProps) {
  const opened = useSignal<ReadonlySet<string>>(new Set())
  const toggle = (tool: string) => {
    const next = new Set(opened.peek())
    if (!next.delete(tool)) next.add(tool)
    opened.value = next
  }
  return (
    <>
      <ul class="wire-tools" aria-label="Tools">
        {TOOLS.map(({ id: tool, label }) => (
          <li key={tool}>
            <button
              type="button"
              aria-expanded={opened.value.has(tool)}
              aria-controls={`${id}-${tool}`}
              onClick={() => toggle(tool)}
            >
              {label}
            </button>
          </li>
        ))}
      </ul>
      {TOOLS.map(({ id: tool, label, Panel }) => (
        <section key={tool} id={`${id}-${tool}`} class="wire-tool" aria-label={label} hidden={!opened.value.has(tool)}>
          {opened.value.has(tool) && <Panel state={state} id={`${id}-${tool}`} />}
        </section>
      ))}
    </>
  )
}
