/** Says what the units of HTTP/1.1 are, and how its parts are spoken. */
import type { Narrator } from '../../narration.ts'
import { counted, countedInWords } from '../../number-words.ts'
import { latin1, octetCount } from '../../octets.ts'
import type { Part, Pdu } from '../../pdu.ts'

export const http1Narrator: Narrator = { unit: unitWords, spoken: spokenOctets }

function unitWords(unit: Pdu): string | undefined {
  switch (unit.name) {
    case 'request':
      return `Request ${unit.value}`
    case 'response': {
      // In the server's own words: what the number is called by others comes with the words for values.
      const phrase = unit.parts?.[0]?.parts?.find(({ name }) => name === 'reason-phrase')?.value ?? ''
      return `Response ${unit.value} ${phrase}`.trimEnd()
    }
    case 'chunk':
      return typeof unit.value === 'number' ? `Chunk of ${counted(unit.value, 'octet')}` : 'Chunk'
    case 'last-chunk':
      return octetCount(unit.ranges) === 0 ? 'Missing last chunk' : 'Last chunk'
    case 'trailer-section': {
      const fields = unit.parts?.filter((part) => part.name === 'field-line').length ?? 0
      return fields === 0 ? 'End of the chunked content' : `Trailer section with ${counted(fields, 'field line')}`
    }
    case 'message-body':
      return unit.complete ? `Content of ${counted(octetCount(unit.ranges), 'octet')}` : 'Content'
    case 'empty-line':
      return 'Empty line'
    case 'undecided':
      return `Not decided yet, ${counted(octetCount(unit.ranges), 'octet')}`
    case 'unreadable':
      return `Not readable, ${counted(octetCount(unit.ranges), 'octet')}`
    default:
      return undefined
  }
}

function spokenOctets(part: Part, octets: Uint8Array): string | undefined {
  switch (part.name) {
    case 'chunk-size': {
      const digits = latin1(octets)
      return typeof part.value === 'number' ? `hex ${digits}, ${countedInWords(part.value, 'octet')}` : `hex ${digits}`
    }
    case 'chunk':
    case 'chunk-data':
    case 'message-body':
    case 'unreadable':
    case 'undecided':
      return countedInWords(octets.length, 'octet')
    default:
      return undefined
  }
}
