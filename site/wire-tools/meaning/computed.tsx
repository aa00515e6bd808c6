/** What follows from a unit and those before it, and stands in no octets of its own: values, tables, octets. */
import './computed.css'
import { glossaryAddress } from '#site/glossary/slug.ts'
import { counted, grouped } from '#site/wire-view/numbers.ts'
import { hexOf, visibleText } from '#site/wire-view/octet-names.ts'
import type { Computed } from '#wire/pdu.ts'
import { explanationOf } from '#wire/vocabulary.ts'

/** Rows of a table that are shown: HPACK's dynamic table may have a hundred, the unmasking of a frame as many as it has octets. */
const MAX_ROWS = 200
/** Octets that are shown, as text and in hexadecimal; characters of a value. */
const MAX_OCTETS = 256
const MAX_CHARACTERS = 2000
const OCTETS_IN_A_LINE = 16

/** A region that scrolls must be reachable by the keyboard alone (WCAG 2.2, 2.1.1). */
const SCROLLS = { tabIndex: 0 }

export interface UnitComputedProps {
  readonly computed: readonly Computed[]
  readonly layer: string
  /** Where the site's pages are, without a slash at the end. */
  readonly site: string
}

export function UnitComputed({ computed, layer, site }: UnitComputedProps) {
  if (computed.length === 0) return null
  return (
    <section class="computed" aria-label="Computed">
      <p>
        <span class="wire-mark wire-mark-computed">computed</span> from this unit and those before it
      </p>
      <dl>
        {computed.map((each) => {
          const explanation = explanationOf(layer, each.name)
          return (
            <div key={each.name}>
              <dt>{explanation ? <a href={site + glossaryAddress(each.name)}>{explanation.title}</a> : each.name}</dt>
              <dd>
                <Shown computed={each} name={explanation?.title ?? each.name} />
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}

function Shown({ computed, name }: { readonly computed: Computed; readonly name: string }) {
  switch (computed.kind) {
    case 'value':
      return (
        <>
          {computed.before !== undefined && (
            <>
              <Value value={computed.before} /> <span aria-hidden="true">→</span>
              <span class="wire-hidden">, and after it</span>{' '}
            </>
          )}
          <Value value={computed.value} />
        </>
      )
    case 'table':
      return <Table {...computed} name={name} />
    case 'octets':
      return <Octets octets={computed.octets} name={name} />
  }
}

function Value({ value }: { readonly value: string | number | boolean }) {
  switch (typeof value) {
    case 'number':
      return <>{grouped(value)}</>
    case 'boolean':
      return <>{value ? 'yes' : 'no'}</>
    case 'string':
      if (value === '') return <i>empty</i>
      return (
        <code>
          {value.slice(0, MAX_CHARACTERS)}
          {value.length > MAX_CHARACTERS && '…'}
        </code>
      )
  }
}

interface TableProps {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

function Table({ name, columns, rows }: TableProps) {
  const beyond = rows.length - MAX_ROWS
  if (rows.length === 0) return <i>no entries</i>
  return (
    <section class="computed-scroll" aria-label={name} {...SCROLLS}>
      <table aria-label={name}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map((row, place) => (
            <tr key={place}>
              {row.map((cell, column) => (
                <td key={columns[column]}>{typeof cell === 'number' ? grouped(cell) : cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {beyond > 0 && <p>{counted(beyond, 'more row')}, not shown.</p>}
    </section>
  )
}

function Octets({ octets, name }: { readonly octets: Uint8Array; readonly name: string }) {
  const shown = octets.subarray(0, MAX_OCTETS)
  const lines: Uint8Array[] = []
  for (let at = 0; at < shown.length; at += OCTETS_IN_A_LINE) lines.push(shown.subarray(at, at + OCTETS_IN_A_LINE))
  const beyond = octets.length - shown.length
  return (
    <>
      {counted(octets.length, 'octet')}: <code>{visibleText(octets, MAX_OCTETS)}</code>
      {lines.length > 0 && (
        <section class="computed-scroll" aria-label={`${name} in hexadecimal`} {...SCROLLS}>
          <pre>{lines.map((line) => Array.from(line, hexOf).join(' ')).join('\n')}</pre>
          {beyond > 0 && <p>{counted(beyond, 'more octet')}, not shown.</p>}
        </section>
      )}
    </>
  )
}
