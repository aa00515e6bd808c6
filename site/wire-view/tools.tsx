/** What can be done with a run beyond looking at it: tools that open below the head, each loaded when a reader first asks. */
import './tools.css'
import { type Signal, useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
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
  load(): Promise<{ readonly default: ComponentType<ToolProps> }>
}

/** One row a tool, in the order of their buttons. */
const TOOLS: readonly Tool[] = []

type Opened =
  | { readonly kind: 'loading' | 'failed' }
  | { readonly kind: 'open'; readonly Panel: ComponentType<ToolProps> }

export function Tools({ state, id }: ToolProps) {
  const opened = useSignal<ReadonlyMap<string, Opened>>(new Map())
  return (
    <div class="wire-tools">
      <ul class="wire-tool-buttons" aria-label="Tools">
        {TOOLS.map((tool) => (
          <li key={tool.id}>
            <button
              type="button"
              aria-expanded={opened.value.has(tool.id)}
              aria-controls={`${id}-tool-${tool.id}`}
              onClick={() => toggle(tool, opened)}
            >
              {tool.label}
            </button>
          </li>
        ))}
      </ul>
      {TOOLS.map((tool) => (
        <section key={tool.id} id={`${id}-tool-${tool.id}`} class="wire-tool" aria-label={tool.label}>
          <Panel opened={opened.value.get(tool.id)} label={tool.label} state={state} id={`${id}-${tool.id}`} />
        </section>
      ))}
    </div>
  )
}

function Panel({
  opened,
  label,
  ...props
}: ToolProps & { readonly opened: Opened | undefined; readonly label: string }) {
  switch (opened?.kind) {
    case undefined:
      return null
    case 'open':
      return <opened.Panel {...props} />
    case 'loading':
      return <p class="wire-tool-note">Loading …</p>
    case 'failed':
      return (
        <p class="wire-tool-note" role="alert">
          {label} could not be loaded: the site's server does not answer. Start it, close this with its button, and open
          it again.
        </p>
      )
  }
}

async function toggle(tool: Tool, opened: Signal<ReadonlyMap<string, Opened>>): Promise<void> {
  const set = (state: Opened | undefined) => {
    const next = new Map(opened.peek())
    if (state === undefined) next.delete(tool.id)
    else next.set(tool.id, state)
    opened.value = next
  }
  if (opened.peek().has(tool.id)) return set(undefined)
  set({ kind: 'loading' })
  const loaded = await tool.load().catch((): undefined => undefined)
  // Closed again while it was loading.
  if (!opened.peek().has(tool.id)) return
  set(loaded === undefined ? { kind: 'failed' } : { kind: 'open', Panel: loaded.default })
}
