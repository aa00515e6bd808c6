/** Says what the pieces of a page are. */
import type { Narrator } from '../../narration.ts'
import { counted, countedInWords } from '../../number-words.ts'
import { octetCount } from '../../octets.ts'
import type { Pdu } from '../../pdu.ts'

export const foreverFrameNarrator: Narrator = {
  unit: unitWords,
  spoken: (part, octets) => (part.name === 'markup' ? countedInWords(octets.length, 'octet') : undefined),
}

/** At most this many characters of a script are told in its row. */
const MAX_TOLD_CHARACTERS = 60

function unitWords(unit: Pdu): string {
  if (unit.name === 'script') {
    const text = String(unit.value).trim().replace(/\s+/g, ' ')
    return text.length <= MAX_TOLD_CHARACTERS ? `Script ${text}` : `Script of ${counted(text.length, 'character')}`
  }
  const [padding] = unit.computed ?? []
  const octets = counted(octetCount(unit.ranges), 'octet')
  return padding?.kind === 'value' && Number(padding.value) > 0
    ? `Markup of ${octets}, ${padding.value} of them padding`
    : `Markup of ${octets}`
}
