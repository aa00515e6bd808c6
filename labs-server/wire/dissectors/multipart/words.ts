/** Says what the units of a multipart are, and what the fields of a part are for. */
import type { Narrator } from '../../narration.ts'
import { countedInWords } from '../../number-words.ts'
import { octetCount } from '../../octets.ts'
import type { Part, Pdu } from '../../pdu.ts'

export const multipartNarrator: Narrator = {
  unit: unitWords,
  spoken: (part, octets) =>
    ['body', 'body-part', 'preamble', 'epilogue', 'unreadable'].includes(part.name)
      ? countedInWords(octets.length, 'octet')
      : undefined,
}

function unitWords(unit: Pdu): string | undefined {
  switch (unit.name) {
    case 'body-part': {
      const [number] = unit.computed ?? []
      return `Part ${number?.kind === 'value' ? number.value : ''}: ${unit.value}`
    }
    case 'close-delimiter':
      return octetCount(unit.ranges) === 0 ? 'Missing last delimiter' : 'Last delimiter'
    default:
      return undefined
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  'content-type': 'Content-Type says what the body of this part is; without it, it is plain text.',
  'content-length': 'Content-Length counts for nothing here: the part ends at the next delimiter, whatever it says.',
  'content-disposition': 'Content-Disposition tells the name of the form field, or of the file.',
  'content-range': 'Content-Range says which octets of the whole this part holds.',
}

export function valueSentence(part: Part, parent: Part | undefined): string | undefined {
  const line = part.name === 'field-line' ? part : parent
  if (line?.name !== 'field-line') return undefined
  const name = String(line.parts?.find((each) => each.name === 'field-name')?.value).toLowerCase()
  return Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
}
