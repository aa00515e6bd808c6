/** The wire view: one run's connections, units, parts and octets, selected together. */
import './wire-view.css'
import { IS_RECORDED_TWIN } from '../twin.ts'
import { Legend } from './legend.tsx'
import { onDemand } from './on-demand.tsx'
import type { Origin, WireModel } from './wire-model.ts'

export interface WireViewProps {
  readonly model: WireModel
  /** Names the view among others on the page. */
  readonly label: string
  /** What stands there before the first run. */
  readonly whenEmpty?: string
}

const PRESS_RUN = IS_RECORDED_TWIN
  ? 'Press Run: the octets of a recorded run will show here, as they passed.'
  : 'Press Run: the octets of your own connections will show here, as they pass.'

/** What only a run needs. A lab asks for it before a reader can press Run, so that octets find it there. */
export const loadWireBody = () => import('./wire-body.tsx')

const FiguresLine = onDemand(
  'The figures',
  () => import('./figures-line.tsx'),
  () => <p class="wire-figures" />,
)
const WireBody = onDemand('The wire view', loadWireBody, () => <EmptyState sentence="Loading …" />)

const DroppedFile = onDemand('Opening files', () => import('../wire-tools/files/dropped-file.tsx'))

/** A file dropped here is for the view; text and links are not. */
function takeFiles(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
}

export function WireView({ model, label, whenEmpty = PRESS_RUN }: WireViewProps) {
  const isEmpty = model.log.value === undefined
  return (
    <section
      class="wire-view"
      aria-label={label}
      data-origin={model.origin.value}
      onDragOver={takeFiles}
      onDrop={(event) => {
        takeFiles(event)
        model.dropped.value = event.dataTransfer?.files[0]
      }}
    >
      <header class="wire-head">
        <OriginBadge model={model} />
        {isEmpty ? <p class="wire-figures" /> : <FiguresLine model={model} />}
        <Legend />
      </header>
      {model.home !== 'file' && model.dropped.value && <DroppedFile model={model} />}
      {isEmpty ? <EmptyState sentence={whenEmpty} /> : <WireBody model={model} />}
    </section>
  )
}

const ORIGINS: Readonly<Record<Origin, string>> = {
  live: 'LIVE',
  recorded: 'RECORDED',
  file: 'FROM A FILE',
  rebuilt: 'REBUILT FROM MESSAGES',
}

function OriginBadge({ model }: { readonly model: WireModel }) {
  const origin = model.origin.value
  return (
    <span class="wire-badge" data-origin={origin}>
      {ORIGINS[origin]}
    </span>
  )
}

function EmptyState({ sentence }: { readonly sentence: string }) {
  return (
    <div class="wire-empty">
      <svg viewBox="0 0 320 72" aria-hidden="true">
        <path class="wire-empty-line" d="M8 36H312" />
        <path data-direction="client-to-server" d="M40 14h58l8 8-8 8H40zM196 14h30l8 8-8 8h-30z" />
        <path data-direction="server-to-client" d="M190 42h-58l-8 8 8 8h58zM300 42h-22l-8 8 8 8h22z" />
      </svg>
      <p>{sentence}</p>
    </div>
  )
}
