/** Says what the values of content codings mean. */
import type { Part } from '../../pdu.ts'

const BLOCK_TYPES = [
  'Here it is 0: the octets are stored as they are.',
  'Here it is 1: the codes are the fixed ones, which need not be told.',
  'Here it is 2: the block starts with codes of its own, made for its content.',
]

/** RFC 1952 section 2.3.1; those that are still met. */
const SYSTEMS: Readonly<Record<number, string>> = {
  0: 'FAT filesystem, which is MS-DOS or Windows',
  3: 'Unix',
  7: 'Macintosh',
  11: 'NTFS filesystem, which is Windows NT',
  255: 'unknown',
}

/** What this very value means, as a sentence; undefined where its text says it all. */
export function valueSentence({ name, value }: Part): string | undefined {
  if (typeof value !== 'number') return name === 'BFINAL' ? finalSentence(value) : undefined
  switch (name) {
    case 'BTYPE':
      return BLOCK_TYPES[value]
    case 'MTIME':
      return value === 0 ? 'Here it is not told.' : `Here it is ${new Date(value * 1000).toISOString()}.`
    case 'OS':
      return SYSTEMS[value] && `Here it is ${value}: ${SYSTEMS[value]}.`
    case 'CINFO':
      return value <= 7 ? `Here it is ${value}: the window has ${2 ** (value + 8)} octets.` : undefined
    case 'HLIT':
    case 'HDIST':
    case 'HCLEN':
      return `Here there are ${value}.`
    case 'ISIZE':
    case 'LEN':
      return `Here it is ${value}.`
    default:
      return undefined
  }
}

function finalSentence(value: Part['value']): string {
  return value === true ? 'Here it is 1: no block follows.' : 'Here it is 0: another block follows.'
}
