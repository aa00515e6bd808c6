/** Says what the values of WebSocket mean. */
import type { Part } from '../../pdu.ts'
import { closeCodeSentence } from './close-codes.ts'
import { BINARY, CLOSE, CONTINUATION, isControl, PING, PONG, TEXT } from './opcodes.ts'

const OPCODES: Readonly<Record<number, string>> = {
  [CONTINUATION]: 'Here it is 0, continuation: the frame goes on with the message that began before it.',
  [TEXT]: 'Here it is 1, text: a message begins whose octets are UTF-8.',
  [BINARY]: 'Here it is 2, binary: a message begins whose octets mean what the application likes.',
  [CLOSE]:
    'Here it is 8, Close: this side sends no more messages; the other one answers with a Close frame, unless this is the answer.',
  [PING]: 'Here it is 9, Ping: the other side answers with a Pong that carries the same payload.',
  [PONG]: 'Here it is 10, Pong: the answer to a Ping, or a sign of life that nobody asked for.',
}

/** What this very value means, as a sentence; undefined where its text says it all. `parent` is the part around it. */
export function valueSentence(part: Part, _parent: Part | undefined): string | undefined {
  const { name, value } = part
  switch (name) {
    case 'fin':
      return value === true
        ? 'Here it is 1: the message ends with this frame.'
        : 'Here it is 0: more of the message follows.'
    case 'rsv1':
      return value === true ? 'Here it is 1.' : undefined
    case 'opcode':
      return OPCODES[Number(value)] ?? reservedSentence(Number(value))
    case 'mask':
      return value === true
        ? 'Here it is 1: a masking key follows the length.'
        : 'Here it is 0: there is no masking key, and the payload stands as it is.'
    case 'payload-length':
      return typeof value === 'number' ? lengthSentence(value, part) : undefined
    case 'masking-key':
      return value === '00000000' ? 'Here it is all zeros, which changes nothing.' : undefined
    case 'close-code':
      return closeCodeSentence(Number(value))
    default:
      return undefined
  }
}

function reservedSentence(opcode: number): string {
  return `Here it is ${opcode}, which is reserved for further ${isControl(opcode) ? 'control' : 'data'} frames.`
}

function lengthSentence(length: number, { ranges }: Part): string {
  const octets = ranges.reduce((sum, { start, end }) => sum + end - start, 0)
  const bits =
    octets === 1 ? '7 bits' : octets === 3 ? '16 bits, behind the number 126' : '64 bits, behind the number 127'
  return `Here it is ${length}, in ${bits}.`
}
