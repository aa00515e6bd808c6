/** Says what the messages of an XMLSocket are, and whom a policy file lets in. */
import type { Narrator } from '../../narration.ts'
import { counted } from '../../number-words.ts'
import type { Part, Pdu } from '../../pdu.ts'

export const xmlSocketNarrator: Narrator = { unit: unitWords, spoken: () => undefined }

/** At most this many characters of a message are told in its row. */
const MAX_TOLD_CHARACTERS = 40

function unitWords(unit: Pdu): string | undefined {
  if (unit.name !== 'message') return undefined
  const text = String(unit.value)
  if (text === '') return 'Empty message'
  if (text.length <= MAX_TOLD_CHARACTERS) return `Message ${text}`
  return `Message of ${counted(text.length, 'character')}`
}

/** At most this many permissions of a policy file are told. */
const MAX_TOLD_PERMISSIONS = 8

export function valueSentence(part: Part, parent: Part | undefined): string | undefined {
  const isPolicy = part.name === 'policy-file' || (part.name === 'text' && parent?.name === 'policy-file')
  if (!isPolicy) return undefined
  const permissions = [...String(part.value).matchAll(/<allow-access-from\s[^>]*>/g)]
  if (permissions.length === 0) return 'It lets nobody in.'
  const told = permissions.slice(0, MAX_TOLD_PERMISSIONS).map(([tag]) => {
    const [domain, ports] = [attribute(tag, 'domain'), attribute(tag, 'to-ports')]
    const who = domain === '*' ? 'any site' : `${domain ?? 'a site without name'}`
    return `${who} to ${ports === '*' ? 'any port' : `port ${ports ?? 'unknown'}`}`
  })
  return `It lets in ${told.join(', ')}.`
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    .exec(tag)
    ?.slice(1)
    .find((value) => value !== undefined)
}
