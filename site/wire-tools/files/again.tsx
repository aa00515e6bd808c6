/** The commands that do again what is selected: its request by curl and nc, and the filter that finds the unit in Wireshark. */
import { useSignal } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import { copyText } from '#site/lab/copy.ts'
import type { ToolProps } from '#site/wire-view/tools.tsx'
import { exchangesOf } from '#wire/exchanges.ts'
import { curlCommand, ncCommand } from '#wire/formats/commands.ts'
import { displayFilters, tsharkCommand } from '#wire/formats/display-filter.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'

export function Again({ state, id }: ToolProps) {
  const { index, row } = state.detail.value
  const heading = `${id}-again`
  // A search through all units: once for each selection, not as often as octets come.
  const lines = useMemo(
    () => (index === undefined || row?.kind !== 'unit' ? [] : linesFor(index.log, row.logged)),
    [index, row?.key],
  )
  return (
    <section aria-labelledby={heading}>
      <h4 id={heading}>Do it again, find it again</h4>
      <p>For the unit that is selected, and the exchange it belongs to:</p>
      {lines.map(({ label, command }) => (
        <Line key={label} label={label} command={command} />
      ))}
      {lines.length === 0 && <p>Select a unit of an exchange.</p>}
    </section>
  )
}

function Line({ label, command }: { readonly label: string; readonly command: string }) {
  const text = useRef<HTMLPreElement>(null)
  const told = useSignal('')
  const copy = async () => {
    told.value =
      text.current && (await copyText(text.current)) ? 'Copied.' : 'Press Ctrl+C or ⌘C: the text is selected.'
  }
  return (
    <div>
      <p>
        {label}{' '}
        <button type="button" aria-label={`Copy: ${label}`} onClick={copy}>
          Copy
        </button>{' '}
        <span role="status">{told.value}</span>
      </p>
      <pre ref={text}>{command}</pre>
    </div>
  )
}

interface CommandLine {
  readonly label: string
  readonly command: string
}

function linesFor(log: UnitLog, logged: LoggedUnit): readonly CommandLine[] {
  const units = log.units.filter(
    ({ connection, unit }) => connection === logged.connection && unit.exchange === logged.unit.exchange,
  )
  const [exchange] = exchangesOf({ units })
  const { byKind, byOctets } = displayFilters(logged, log.trace)
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['This request with curl', exchange && curlCommand(exchange)],
    ['Its very octets with nc', exchange && ncCommand(exchange)],
    ['In Wireshark, in the run saved as pcapng: units of this kind', byKind],
    ['In Wireshark: the packets that carry it', byOctets],
    ['The same by tshark', tsharkCommand(byKind ?? byOctets)],
  ]
  return lines.flatMap(([label, command]) => (command === undefined ? [] : [{ label, command }]))
}
