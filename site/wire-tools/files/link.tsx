/** A link to this page with the switches as they are and what is selected now. */
import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { copyText } from '#site/lab/copy.ts'
import { selectionText } from '#site/wire-view/selection-link.ts'
import type { ToolProps } from '#site/wire-view/tools.tsx'

export function Link({ state, id }: ToolProps) {
  const text = useRef<HTMLPreElement>(null)
  const told = useSignal('')
  const { selection, log } = state.model
  const lab = log.value?.trace.run.lab ?? ''
  // Elsewhere, as where a file is read, no link leads to these octets.
  if (lab === '' || document.querySelector(`[data-lab="${CSS.escape(lab)}"]`) === null) return null
  const selected = selection.value && selectionText(selection.value)
  const copy = async () => {
    told.value =
      text.current && (await copyText(text.current)) ? 'Copied.' : 'Press Ctrl+C or ⌘C: the text is selected.'
  }
  return (
    <section aria-labelledby={`${id}-link`}>
      <h4 id={`${id}-link`}>Link to {selected === undefined ? 'these switches' : 'what is selected'}</h4>
      <pre ref={text}>{linkTo(lab, selected)}</pre>
      <button type="button" onClick={copy}>
        Copy the link
      </button>
      <p role="status">{told.value}</p>
      <p>
        It brings back the lesson and its switches
        {selected === undefined
          ? '. Select a unit, a part or an octet to have it in the link too.'
          : ', and selects the same unit and part in a run made with them.'}
      </p>
    </section>
  )
}

/** The address bar holds the switches already; see `lab/permalink.ts`. */
function linkTo(lab: string, selected: string | undefined): string {
  const fields = new URLSearchParams(location.hash.replace(/^#/, ''))
  const kept = fields.get('lab') === lab ? fields : new URLSearchParams({ lab })
  kept.delete('select')
  // Read back by URLSearchParams, to which slash, colon and point are themselves.
  const select = selected === undefined ? '' : `&select=${selected}`
  return `${location.origin}${location.pathname}#${kept}${select}`
}
