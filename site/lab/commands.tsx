/** The lab's requests for other tools: full commands to read, select and copy. */
import { useSignal } from '@preact/signals'
import type { Lab, SwitchValues } from '#labs/lab.ts'

interface CommandsProps {
  readonly lab: Lab
  readonly values: SwitchValues
  /** The lab's own address; undefined until the labs server has told it. */
  readonly address: string | undefined
}

export function Commands({ lab, values, address }: CommandsProps) {
  const list = useSignal<typeof import('./command-list.tsx') | undefined>(undefined)
  const load = async () => {
    list.value ??= await import('./command-list.tsx')
  }
  const CommandList = list.value?.CommandList
  return (
    <details class="lab-commands" onToggle={load}>
      <summary>Copy as curl, copy as nc</summary>
      {CommandList && address !== undefined ? (
        <CommandList lab={lab} values={values} address={address} />
      ) : (
        <p>The commands stand here once the labs server answers: they hold its address.</p>
      )}
    </details>
  )
}
