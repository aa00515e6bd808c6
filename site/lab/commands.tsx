/** The lab's requests for other tools: full commands to read, select and copy. */
import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Lab, SwitchValues } from '#labs/lab.ts'
import { commandLines } from './command-lines.ts'
import { copyText } from './copy.ts'

interface CommandsProps {
  readonly lab: Lab
  readonly values: SwitchValues
  /** The lab's own address; undefined until the labs server has told it. */
  readonly address: string | undefined
}

export function Commands({ lab, values, address }: CommandsProps) {
  return (
    <details class="lab-commands">
      <summary>Copy as curl, copy as nc</summary>
      {address === undefined ? (
        <p>The commands stand here once the labs server answers: they hold its address.</p>
      ) : (
        <>
          <p>Paste one into a terminal: what it sends and receives shows up above, like the octets of this page.</p>
          {commandLines(lab, values, address).map(({ label, curl, nc }) => (
            <div key={label}>
              <h4>{label}</h4>
              <Line tool="curl" label={label} text={curl} />
              <Line tool="nc" label={label} text={nc} />
            </div>
          ))}
        </>
      )}
    </details>
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
