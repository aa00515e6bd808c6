/** Octets as text that can be shown anywhere: nothing in it moves a cursor, hides, or turns the reading direction. */
import { textIn } from './http-message.ts'

/** Controls, formatting characters (among them those of bidirectional text), line separators, lone surrogates, private use. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu

/** `\t`, `\x1b`, `\u{202e}` for what cannot be seen. */
export function visibleText(text: string): string {
  return text.replaceAll(UNSEEN, (character) => {
    const code = character.codePointAt(0) as number
    if (character === '\t') return '\\t'
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
  })
}

/** Lines of text, as many as `maxLines` and none longer than `maxColumns`; octets that are no text in hexadecimal. */
export function visibleLines(octets: Uint8Array, maxLines: number, maxColumns: number): readonly string[] {
  // As many octets as could be shown at most: the rest is only counted.
  const looked = octets.subarray(0, maxLines * maxColumns)
  const text = textIn(looked, looked.length < octets.length)
  const lines = text === undefined ? hexLines(looked, maxColumns) : textLines(text, maxColumns)
  if (lines.length <= maxLines && looked.length === octets.length) return lines
  return [...lines.slice(0, maxLines), `... (${octets.length} octets in all)`]
}

/** The same for what is text already. */
export function visibleTextLines(text: string, maxLines: number, maxColumns: number): readonly string[] {
  const lines = textLines(text.slice(0, maxLines * maxColumns), maxColumns)
  return lines.length <= maxLines && text.length <= maxLines * maxColumns ? lines : [...lines.slice(0, maxLines), '...']
}

function textLines(text: string, maxColumns: number): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  return lines.flatMap((line) => wrapped(visibleText(line), maxColumns))
}

function hexLines(octets: Uint8Array, maxColumns: number): readonly string[] {
  const aLine = Math.floor(maxColumns / 3)
  const lines: string[] = []
  for (let at = 0; at < octets.length; at += aLine) {
    lines.push([...octets.subarray(at, at + aLine)].map((octet) => octet.toString(16).padStart(2, '0')).join(' '))
  }
  return lines
}

/** By code points, so that none is cut in two. */
function wrapped(line: string, maxColumns: number): readonly string[] {
  if (line.length <= maxColumns) return [line]
  const characters = [...line]
  const lines: string[] = []
  for (let at = 0; at < characters.length; at += maxColumns) lines.push(characters.slice(at, at + maxColumns).join(''))
  return lines
}
