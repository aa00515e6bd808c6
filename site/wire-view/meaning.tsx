/** What the selected part means: a sentence, the section that rules it, what is computed from it, what is wrong with it. */

import type { OctetStream } from '#wire/octets.ts'
import type { Part } from '#wire/pdu.ts'
import { type SpecRef, specTitle, specUrl } from '#wire/spec-ref.ts'
import { partSentence } from './narration.ts'
import { grouped } from './numbers.ts'

export interface MeaningProps {
  readonly part: Part | undefined
  readonly parent: Part | undefined
  readonly stream: OctetStream
}

export function Meaning({ part, stream }: MeaningProps) {
  if (part === undefined) return null
  const value = computedValue(part, stream)
  return (
    <div class="wire-meaning">
      <h4>
        What <span class="wire-part-name">{part.name}</span> means
      </h4>
      <p>{partSentence(part)}</p>
      {value !== undefined && (
        <p>
          <span class="wire-mark wire-mark-computed">computed</span> {value}
        </p>
      )}
      {part.fault !== undefined && (
        <p class="wire-fault">
          <span class="wire-mark wire-mark-fault">fault</span> Expected {part.fault.expected}.{' '}
          <SpecLink spec={part.fault.spec} />
        </p>
      )}
      {part.spec !== undefined && (
        <p>
          <SpecLink spec={part.spec} />
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
  if (typeof part.value !== 'number' || range === undefined || part.parts !== undefined) return undefined
  const text = stream.text(range)
  return text === String(part.value) ? undefined : `${text} = ${grouped(part.value)}`
}
