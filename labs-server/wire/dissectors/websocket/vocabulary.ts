/** The words of WebSocket: a row for every name in `names.ts`, or it does not compile. */
import type { Explanation } from '../../vocabulary.ts'
import { MESSAGE_SPECS, type MessageName, SPECS, type WebSocketName } from './names.ts'

type Row = Omit<Explanation, 'spec'>

const ROWS: Readonly<Record<WebSocketName, Row>> = {
  frame: {
    title: 'Frame',
    sentence:
      'What WebSocket sends in one piece: a few octets that say what follows and how much of it, then the payload.',
  },
  'missing-close-frame': {
    title: 'Missing Close frame',
    sentence: 'The connection ended before this side had sent a Close frame: a script learns of it as code 1006.',
  },
  unreadable: {
    title: 'Not readable',
    sentence: 'The frame before does not tell where it ends, so nothing tells where the next one starts.',
  },

  'first-octet': {
    title: 'First octet',
    sentence: 'Eight bits with five meanings: fin, three reserved bits, and four bits of opcode.',
  },
  fin: { title: 'Final', sentence: 'One bit: whether this frame is the last, or the only one, of its message.' },
  rsv1: {
    title: 'Reserved bit 1',
    sentence:
      'One bit that is 0 unless an extension uses it; with permessage-deflate, 1 says that the message is compressed.',
  },
  rsv2: {
    title: 'Reserved bit 2',
    sentence: 'One bit that is 0 unless an extension uses it; none in common use does.',
  },
  rsv3: {
    title: 'Reserved bit 3',
    sentence: 'One bit that is 0 unless an extension uses it; none in common use does.',
  },
  opcode: { title: 'Opcode', sentence: 'Four bits that say what the frame is: part of a message, or a control frame.' },
  'mask-and-length': {
    title: 'Mask bit and length',
    sentence: 'One bit that says whether there is a masking key, and the length of the payload in the bits behind it.',
  },
  mask: {
    title: 'Mask bit',
    sentence: 'One bit: whether the payload is masked. The client masks each of its frames, the server none.',
  },
  'payload-length': {
    title: 'Payload length',
    sentence:
      'How many octets of payload follow: 7 bits, or 16 bits behind the number 126, or 64 bits behind the number 127.',
  },
  'masking-key': {
    title: 'Masking key',
    sentence:
      'Four octets, new and random for each frame, so that no script decides which octets a proxy on the way gets to see.',
  },
  'payload-data': {
    title: 'Payload data',
    sentence: 'What the frame carries, XORed with the masking key if there is one.',
  },
  'close-code': {
    title: 'Close code',
    sentence: 'Two octets that say why the connection is closed: what a script reads as event.code.',
  },
  'close-reason': {
    title: 'Close reason',
    sentence: 'Text for people who look for errors: what a script reads as event.reason.',
  },

  unmasking: {
    title: 'Unmasking',
    sentence: 'Each octet on the wire, XOR the octet of the masking key whose turn it is, is the octet that was meant.',
  },
  'message-number': {
    title: 'Number of the message',
    sentence: 'Which message of its direction this is, counted from 1.',
  },
  'fragment-number': {
    title: 'Number of the fragment',
    sentence: 'Which frame of its message this is, counted from 1; control frames between them do not count.',
  },
  'inflated-data': {
    title: 'Inflated data',
    sentence: 'What the payload of this frame adds to its message, with the compression taken off.',
  },
  'inflated-length': { title: 'Inflated length', sentence: 'How many octets come out of how many compressed ones.' },
}

const MESSAGE_ROWS: Readonly<Record<MessageName, Row>> = {
  message: {
    title: 'Message',
    sentence: 'What an application sends and gets: one text, or one run of octets, whatever frames it came in.',
  },
  fragment: { title: 'Fragment', sentence: 'The payload of one of its frames.' },
  fragments: { title: 'Fragments', sentence: 'In how many frames the message came.' },
  'application-data': {
    title: 'Application data',
    sentence: 'The message as the application gets it: fragments put together, without mask and compression.',
  },
  'inflated-length': { title: 'Inflated length', sentence: 'How many octets come out of how many compressed ones.' },
  'compression-ratio': {
    title: 'Compression ratio',
    sentence: 'How many octets of the message each octet on the wire stands for; below 1, compression made it longer.',
  },
}

function withSpecs<Name extends string>(
  rows: Readonly<Record<Name, Row>>,
  specs: Readonly<Record<Name, NonNullable<Explanation['spec']>>>,
): Readonly<Record<string, Explanation>> {
  return Object.fromEntries(
    Object.entries<Row>(rows).map(([name, row]): [string, Explanation] => [
      name,
      { ...row, spec: specs[name as Name] },
    ]),
  )
}

export const WEBSOCKET_VOCABULARY = withSpecs(ROWS, SPECS)
export const MESSAGE_VOCABULARY = withSpecs(MESSAGE_ROWS, MESSAGE_SPECS)
