/** Components that are loaded when they are first drawn, so that a page need not carry what few readers open. */
import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'

type State<Props> =
  | { readonly kind: 'loading' | 'failed' }
  | { readonly kind: 'loaded'; readonly Component: ComponentType<Props> }

/**
 * `what` names it in the sentence that stands there when it cannot be loaded; drawing it again tries again. `Waiting` stands there
 * until it is.
 */
export function onDemand<Props extends object>(
  what: string,
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  Waiting: ComponentType = Loading,
): ComponentType<Props> {
  const state = signal<State<Props>>({ kind: 'loading' })
  const ask = async () => {
    if (state.peek().kind === 'loaded') return
    state.value = { kind: 'loading' }
    state.value = await load().then(
      (loaded): State<Props> => ({ kind: 'loaded', Component: loaded.default }),
      (): State<Props> => ({ kind: 'failed' }),
    )
  }
  return function OnDemand(props: Props) {
    useEffect(() => void ask(), [])
    const now = state.value
    if (now.kind === 'loaded') return <now.Component {...props} />
    if (now.kind === 'loading') return <Waiting />
    return (
      <p class="wire-quiet" role="status">
        {what} could not be loaded, because the site’s server does not answer. Start it, and open this once more.
      </p>
    )
  }
}

function Loading() {
  return (
    <p class="wire-quiet" role="status">
      Loading …
    </p>
  )
}
