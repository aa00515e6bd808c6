/** The commands that do again what is selected: its request by curl, its octets by nc or openssl, and the filter that finds the unit in Wireshark. */
import { useSignal } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import { copyText } from '#site/lab/copy.ts'
import type { ToolProps } from '#site/wire-view/tools.tsx'
import { exchangesOf } from '#wire/exchanges.ts'
import { curlCommand, octetsCommand } from '#wire/formats/commands.ts'
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
      {lines.map((line) => (
        <Line key={line.label} {...line} />
      ))}
      {lines.length === 0 && <p>Select a unit of an exchange.</p>}
    </section>
  )
}

function Line({ label, command, why }: CommandLine) {
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
        {command !== undefined && (
          <button type="button" aria-label={`Copy: ${label}`} onClick={copy}>
            Copy
          </button>
        )}{' '}
        <span role="status">{told.value}</span>
      </p>
      {command !== undefined && <pre ref={text}>{command}</pre>}
      {why && <p>{why}</p>}
    </div>
  )
}

interface CommandLine {
  readonly label: string
  readonly command?: string
  /** What in it needs a reason, or why there is none. */
  readonly why?: string
}

const WHY = {
  curl: '-k: the labs made their certificate themselves, so no authority vouches for it, and curl would end here.',
  http2:
    'There is no command: the frames of HTTP/2 are coded with what its connection said before, and mean nothing alone.',
  openssl: 'nc knows no TLS. openssl tells what it thinks of the certificate, and goes on whatever that is.',
} as const

function linesFor(log: UnitLog, logged: LoggedUnit): readonly CommandLine[] {
  const units = log.units.filter(
    ({ connection, unit }) => connection === logged.connection && unit.exchange === logged.unit.exchange,
  )
  const [exchange] = exchangesOf({ units })
  const isHttp2 = exchange?.request[0]?.unit.layer === 'http2'
  const { byKind, byOctets } = displayFilters(logged, log.trace)
  const curl = exchange && curlCommand(exchange, log.trace.run.lab !== '')
  const octets = exchange && octetsCommand(exchange)
  const lines: readonly (readonly [label: string, command: string | undefined, why?: string | false])[] = [
    ['This request with curl', curl, curl?.includes('curl -N -v -k ') ? WHY.curl : false],
    [`Its very octets with ${octets?.by}`, octets?.command, octets?.by === 'openssl' && WHY.openssl],
    ['Its very octets by hand', undefined, isHttp2 && WHY.http2],
    ['In Wireshark, in the run saved as pcapng: units of this kind', byKind],
    ['In Wireshark: the packets that carry it', byOctets],
    ['The same by tshark', tsharkCommand(byKind ?? byOctets)],
  ]
  return lines.flatMap(([label, command, why]) =>
    command === undefined && !why ? [] : [{ label, ...(command !== undefined && { command }), ...(why && { why }) }],
  )
}
