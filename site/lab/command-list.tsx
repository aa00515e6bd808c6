/** The commands themselves: loaded when the reader asks for them. */
import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Lab, SwitchValues } from '#labs/lab.ts'
import { commandLines } from './command-lines.ts'
import { copyText } from './copy.ts'

interface CommandListProps {
  readonly lab: Lab
  readonly values: SwitchValues
  /** The lab's own address for this session. */
  readonly address: string
}

export function CommandList({ lab, values, address }: CommandListProps) {
  return (
    <>
      <p>Paste one into a terminal: its octets show up above, like those of this page.</p>
      {commandLines(lab, values, address).map(({ label, curl, nc }) => (
        <div key={label}>
          <h3>{label}</h3>
          <Line tool="curl" label={label} text={curl} />
          <Line tool="nc" label={label} text={nc} />
        </div>
      ))}
    </>
  )
}

function Line({ tool, label, text }: { tool: string; label: string; text: string }) {
  const code = useRef<HTMLElement>(null)
  const said = useSignal('')
  const copy = async () => {
    if (code.current === null) return
    said.value = (await copyText(code.current)) ? 'Copied.' : 'Selected: copy it with your own keys.'
  }
  return (
    <div class="lab-command">
      <code ref={code}>{text}</code>
      <button type="button" aria-label={`Copy as ${tool}: ${label}`} onClick={copy}>
        Copy as {tool}
      </button>
      <span role="status">{said}</span>
    </div>
  )
}
