/** How the page's connection to the labs server stands, with its reason and what happens next. */
import type { FeedState } from './feed.ts'

interface ConnectionStateProps {
  readonly state: FeedState
  /** The sentence for a server that does not answer. */
  readonly unreachable: string
}

export function ConnectionState({ state, unreachable }: ConnectionStateProps) {
  return (
    <p class={`lab-connection lab-connection-${state.kind}`} role="status">
      {sentenceOf(state, unreachable)}
    </p>
  )
}

/** The live twin does not carry it. */
const RECORDED = import.meta.env.RECORDED_TWIN
  ? 'Recorded: this copy of the site has no labs server behind it. Run plays a recording.'
  : ''

function sentenceOf(state: FeedState, unreachable: string): string {
  switch (state.kind) {
    case 'connecting':
      return 'Connecting to the labs server …'
    case 'live':
      return 'Live: connected to the labs server.'
    case 'recorded':
      return RECORDED
    case 'reconnecting':
      return `${state.reason} Connecting again …; nothing you made is lost.`
    case 'unreachable':
      return unreachable
    case 'refused':
      return `${state.reason} Trying again …`
  }
}
