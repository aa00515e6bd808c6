/** Says what frames and messages are, and how their parts are spoken. */
import type { Narrator } from '../../narration.ts'
import { counted, countedInWords } from '../../number-words.ts'
import type { Part, Pdu } from '../../pdu.ts'
import { Frame } from './frame.ts'
import { MessageUnit } from './message.ts'
import { CLOSE, CONTINUATION, opcodeName, TEXT } from './opcodes.ts'

export const frameNarrator: Narrator = { unit: frameWords, spoken: spokenOctets }
export const messageNarrator: Narrator = { unit: messageWords, spoken: () => undefined }

/** `Frame: text, final, 5 octets, masked`. */
function frameWords(unit: Pdu): string | undefined {
  if (!(unit instanceof Frame)) return unit.name === 'unreadable' ? 'Not readable' : undefined
  const { header } = unit
  if (header === undefined) return 'Frame'
  const { opcode, fin, isMasked, payloadLength } = header
  const words = [opcodeName(opcode) ?? `opcode ${opcode}`]
  // RFC 6455 section 5.5: a control frame is always final.
  if (unit.message !== undefined && !(fin && opcode !== CONTINUATION)) {
    words.push(`fragment ${unit.fragment}`)
    if (fin) words.push('final')
  } else if (unit.message !== undefined) words.push('final')
  if (opcode === CLOSE && unit.value !== '') words.push(`code ${unit.value}`)
  words.push(counted(payloadLength, 'octet'))
  if (unit.message?.isCompressed) words.push('compressed')
  if (isMasked) words.push('masked')
  return `Frame: ${words.join(', ')}`
}

/** `Message: text, 10 octets in 2 frames`. */
function messageWords(unit: Pdu): string | undefined {
  if (!(unit instanceof MessageUnit)) return undefined
  const { message, length, frames } = unit
  const kind = message.opcode === TEXT ? 'text' : 'binary'
  const size = length === undefined ? 'of unknown length' : counted(length, 'octet')
  const extent = frames.length === 1 ? '' : ` in ${counted(frames.length, 'frame')}`
  return `Message: ${kind}, ${size}${extent}`
}

function spokenOctets(part: Part, octets: Uint8Array): string | undefined {
  const { name, value } = part
  const hex = Array.from(octets.subarray(0, 8), (octet) => octet.toString(16).padStart(2, '0')).join(' ')
  switch (name) {
    case 'fin':
    case 'rsv1':
    case 'rsv2':
    case 'rsv3':
    case 'mask':
      return value === true ? 'bit 1' : 'bit 0'
    case 'opcode':
      return `${value}, ${opcodeName(Number(value)) ?? 'reserved'}`
    case 'first-octet':
    case 'mask-and-length':
    case 'masking-key':
      return `hex ${hex}`
    case 'payload-length':
      return countedInWords(Number(value), 'octet')
    case 'close-code':
      return `hex ${hex}, ${value}`
    case 'frame':
    case 'unreadable':
      return countedInWords(octets.length, 'octet')
    case 'payload-data':
    case 'close-reason':
      // What stands on the wire may be masked or compressed: the text is said, not that.
      return typeof value === 'string' ? spokenValue(value) : countedInWords(octets.length, 'octet')
    default:
      return undefined
  }
}

const MAX_SPOKEN_CHARACTERS = 80

function spokenValue(text: string): string {
  if (text === '') return 'nothing'
  return text.length <= MAX_SPOKEN_CHARACTERS ? text : `${text.slice(0, MAX_SPOKEN_CHARACTERS)}, and more`
}
