/**
 * Octets written anew for files that hold messages and no octets: HTTP/1.1 (RFC 9112) and WebSocket frames (RFC 6455). They say
 * what the file says; what was on the wire may have been written in another way, or in another version of HTTP.
 */
import { octetsOf } from '../octets.ts'
import type { MessageField } from './http-message.ts'

export interface RebuiltHead {
  /** Request-line or status-line. */
  readonly startLine: string
  readonly fields: readonly MessageField[]
}

// token = 1*tchar
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** Control data and header section, with the empty line. A field whose name is none is the caller's to leave out. */
export function headOctets({ startLine, fields }: RebuiltHead): Uint8Array {
  const lines = [startLine, ...fields.flatMap(fieldLines)]
  return textOctets(`${lines.map((line) => `${line}\r\n`).join('')}\r\n`)
}

/**
 * Browsers join the values of field lines with one name by LF. Whatever stands behind a line end in a value stays a value
 * of that name: a file cannot bring in fields, or a message, that it does not list.
 */
function fieldLines({ name, value }: MessageField): readonly string[] {
  return value.split(/[\r\n]+/).map((part) => `${name}: ${withoutControls(part).trim()}`)
}

/** A request-target in origin-form or absolute-form as RFC 9112 section 3.2 allows it: no white space, no controls, ASCII. */
export function targetOf(text: string): string {
  return text.replaceAll(/[^!-~]/gu, (character) =>
    [...new TextEncoder().encode(character)]
      .map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )
}

/** A reason-phrase on one line. */
export function reasonOf(text: string): string {
  return withoutControls(text.replaceAll(/[\r\n]+/g, ' '))
}

function withoutControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t]/gu, '')
}

/** What browsers give as text is octets, a character each, unless it has characters beyond: then it was UTF-8. */
function textOctets(text: string): Uint8Array {
  return /[^\0-\xff]/.test(text) ? new TextEncoder().encode(text) : octetsOf(text)
}

/** One chunk (RFC 9112 section 7.1), or with no octets the last one and an empty trailer section. */
export function chunkOctets(content: Uint8Array): Uint8Array {
  const line = octetsOf(`${content.length.toString(16)}\r\n`)
  return concatenated([line, content, octetsOf('\r\n')])
}

/** A frame of a whole message. What a client sends has to be masked; with a key of zeros it stands there as it is. */
export function frameOctets(opcode: number, payload: Uint8Array, isMasked: boolean): Uint8Array {
  const { length } = payload
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const head = new Uint8Array(2 + extended + (isMasked ? 4 : 0))
  head[0] = 0x80 | opcode
  head[1] = (isMasked ? 0x80 : 0) | (extended === 0 ? length : extended === 2 ? 126 : 127)
  const view = new DataView(head.buffer)
  if (extended === 2) view.setUint16(2, length)
  else if (extended === 8) view.setUint32(6, length)
  return concatenated([head, payload])
}

/** A block of an event stream (WHATWG HTML, "Server-sent events"). The default type goes without saying. */
export function eventOctets({ type, id, data }: { readonly type: string; readonly id: string; readonly data: string }) {
  const oneLine = (text: string) => text.replaceAll(/[\r\n\0]/g, '')
  const lines = [
    ...(id === '' ? [] : [`id: ${oneLine(id)}`]),
    ...(type === '' || type === 'message' ? [] : [`event: ${oneLine(type)}`]),
    ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ]
  return new TextEncoder().encode(`${lines.join('\n')}\n\n`)
}

export function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
