/** What the selected part means: in a sentence, in its standard, as a number, and what is wrong with it. */
import { glossaryAddress } from '#site/glossary/slug.ts'
import { grouped } from '#site/wire-view/numbers.ts'
import { partsOf } from '#site/wire-view/selection.ts'
import { partSentence } from '#wire/meaning.ts'
import type { OctetStream } from '#wire/octets.ts'
import type { Part, Pdu } from '#wire/pdu.ts'
import { type SpecRef, specTitle, specUrl } from '#wire/spec-ref.ts'
import { explanationOf } from '#wire/vocabulary.ts'
import { UnitComputed } from './computed.tsx'

export interface MeaningProps {
  /** From the unit to the part that is selected. */
  readonly along: readonly Part[]
  readonly layer: string
  readonly stream: OctetStream
  /** Where the site's pages are, without a slash at the end; empty on its own pages. */
  readonly site: string
}

export default function Meaning({ along, layer, stream, site }: MeaningProps) {
  const part = along.at(-1)
  if (part === undefined) return null
  const explanation = explanationOf(layer, part.name)
  const spec = part.spec ?? explanation?.spec
  const computed = along.length === 1 ? ((part as Pdu).computed ?? []) : []
  // What is computed of a unit has names; its value would only say one of them again.
  const value = computed.length > 0 ? undefined : computedValue(part, stream)
  return (
    <div class="wire-meaning">
      <p class="wire-meaning-title">
        <span class="wire-part-name">{part.name}</span> {explanation?.title}
      </p>
      <p>{partSentence(part, along.at(-2), layer)}</p>
      {value !== undefined && (
        <p>
          <span class="wire-mark wire-mark-computed">computed</span> {value}
        </p>
      )}
      <UnitComputed computed={computed} layer={layer} site={site} />
      {part.fault !== undefined && (
        <p>
          <span class="wire-mark wire-mark-fault">fault</span> Expected {part.fault.expected} (
          <SpecLink spec={part.fault.spec} />
          ).
        </p>
      )}
      <p>
        {spec !== undefined && spec !== part.fault?.spec && (
          <>
            <SpecLink spec={spec} />
            {' · '}
          </>
        )}
        {explanation !== undefined && <a href={site + glossaryAddress(part.name)}>{part.name} in the glossary</a>}
      </p>
    </div>
  )
}

function SpecLink({ spec }: { readonly spec: SpecRef }) {
  return (
    <a href={specUrl(spec)} target="_blank" rel="noopener">
      {specTitle(spec)}
    </a>
  )
}

/** Of a text that is worked out, so much is shown. */
const MAX_VALUE_CHARACTERS = 200

/** What the octets do not say letter by letter: a number read from digits or bits, text that was masked or compressed. */
function computedValue(part: Part, stream: OctetStream): string | undefined {
  const { value } = part
  const range = part.ranges[0]
  if (value === undefined || range === undefined || partsOf(part).length > 0) return undefined
  const text = stream.text(range)
  if (text === String(value)) return undefined
  switch (typeof value) {
    case 'number':
      return Number.parseInt(text, 16) === value ? `${text} = ${grouped(value)}` : grouped(value)
    case 'string':
      return value.length <= MAX_VALUE_CHARACTERS ? value : `${value.slice(0, MAX_VALUE_CHARACTERS)}…`
    default:
      return undefined
  }
}
