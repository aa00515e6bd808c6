/** What the selected part means: in a sentence, in its standard, as a number, and what is wrong with it. */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { OctetStream } from '#wire/octets.ts'
import type { Part } from '#wire/pdu.ts'
import { type SpecRef, specTitle, specUrl } from '#wire/spec-ref.ts'
import { explanationOf } from '#wire/vocabulary.ts'
import { grouped } from './numbers.ts'
import { partsOf } from './selection.ts'

export interface MeaningProps {
  /** From the unit to the part that is selected. */
  readonly along: readonly Part[]
  readonly layer: string
  readonly stream: OctetStream
  /** Whether the reader has selected it: a view that shows its first unit by itself needs no words for its values yet. */
  readonly isWanted: boolean
}

/** The words: many, so they come when the reader first selects a part. */
const words = signal<typeof import('#wire/meaning.ts') | undefined>(undefined)

/** Without them, as when the server is gone, parts keep their names; the next selection asks again. */
async function loadWords() {
  words.value ??= await import('#wire/meaning.ts').catch(() => undefined)
}

export function Meaning({ along, layer, stream, isWanted }: MeaningProps) {
  useEffect(() => {
    if (isWanted) loadWords()
  }, [isWanted])
  const part = along.at(-1)
  if (part === undefined) return null
  const explanation = explanationOf(layer, part.name)
  const spec = part.spec ?? explanation?.spec
  const value = computedValue(part, stream)
  return (
    <div class="wire-meaning">
      <p class="wire-meaning-title">
        <span class="wire-part-name">{part.name}</span> {explanation?.title}
      </p>
      <p>
        {words.value?.partSentence(part, along.at(-2), layer) ??
          explanation?.sentence ??
          'Select a unit, a part or an octet: what it means stands here.'}
      </p>
      {value !== undefined && (
        <p>
          <span class="wire-mark wire-mark-computed">computed</span> {value}
        </p>
      )}
      {part.fault !== undefined && (
        <p>
          <span class="wire-mark wire-mark-fault">fault</span> Expected {part.fault.expected} (
          <SpecLink spec={part.fault.spec} />
          ).
        </p>
      )}
      {spec !== undefined && spec !== part.fault?.spec && (
        <p>
          <SpecLink spec={spec} />
        </p>
      )}
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

/** What the octets do not say letter by letter: a number read from digits. */
function computedValue(part: Part, stream: OctetStream): string | undefined {
  const range = part.ranges[0]
  if (typeof part.value !== 'number' || range === undefined || partsOf(part).length > 0) return undefined
  const text = stream.text(range)
  return text === String(part.value) ? undefined : `${text} = ${grouped(part.value)}`
}
