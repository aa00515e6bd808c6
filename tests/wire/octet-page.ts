/**
 * Pages of octets: Markdown in which a heading says a behaviour, blocks hold octets, and a block holds the units expected.
 *
 * In a block of octets each line stands with a CRLF behind it. `\r`, `\n`, `\t`, `\\` and `\xNN` are single octets; a
 * backslash at the end of a line means that no CRLF follows. In a block marked `hex` stand octets in hexadecimal, spaced as
 * you like; `#` starts a comment.
 */
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'

/** Octets of one direction, in the order in which they passed. */
export interface Passage {
  readonly direction: Direction
  readonly octets: Uint8Array
}

export interface Example {
  /** The heading above it. */
  readonly behaviour: string
  readonly passages: readonly Passage[]
  /** The text of the `units` block. */
  readonly expected: string
  /** `units open`: the connection goes on, so units that have begun are printed as pending. */
  readonly isOpen: boolean
  /** `units every-octet`: delimiters are printed too. */
  readonly everyOctet: boolean
  /** `units computed`: what is computed for each unit is printed too. */
  readonly computed: boolean
  /** `units protocol=websocket`: the protocol which the connection starts with; `http1` when it is not said. */
  readonly protocol: string
  /** `units layer=server-sent-events`: only units of these layers are printed; all when none is named. */
  readonly layers: readonly string[]
  /** Where the text of the `units` block lies in the page. */
  readonly start: number
  readonly end: number
}

/** @throws Error when octets stand without units below them, or the other way round. */
export function examplesOf(page: string): readonly Example[] {
  const examples: Example[] = []
  let behaviour = ''
  let passages: Passage[] = []
  for (const match of page.matchAll(/^#+ (.*)$|^```([^\n]+)\n([\s\S]*?)^```$/gm)) {
    const [whole, heading, info = '', text = ''] = match
    if (heading !== undefined) {
      behaviour = heading
      continue
    }
    const [kind, ...words] = info.split(' ')
    if (kind === 'client-to-server' || kind === 'server-to-client') {
      passages.push({ direction: kind, octets: words.includes('hex') ? fromHex(text) : unescaped(text) })
    } else if (kind === 'units') {
      if (passages.length === 0) throw new Error(`Failed to read "${behaviour}": there are no octets above its units.`)
      const start = match.index + whole.indexOf('\n') + 1
      examples.push({
        behaviour,
        passages,
        expected: text,
        isOpen: words.includes('open'),
        everyOctet: words.includes('every-octet'),
        computed: words.includes('computed'),
        protocol: named(words, 'protocol')[0] ?? 'http1',
        layers: named(words, 'layer'),
        start,
        end: start + text.length,
      })
      passages = []
    }
  }
  if (passages.length > 0) throw new Error(`Failed to read "${behaviour}": there are no units below its octets.`)
  return examples
}

function named(words: readonly string[], name: string): readonly string[] {
  return words.filter((word) => word.startsWith(`${name}=`)).map((word) => word.slice(name.length + 1))
}

function fromHex(text: string): Uint8Array {
  const digits = text.replace(/#.*$/gm, '').replace(/\s/g, '')
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error(`Failed to read octets: "${digits}" is not hexadecimal.`)
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '\\': '\\' }

function unescaped(text: string): Uint8Array {
  const octets = text.replace(/\\\n|\n|\\x([0-9a-f]{2})|\\(.)/g, (found, hex?: string, letter?: string) => {
    if (found === '\n') return '\r\n'
    if (found === '\\\n') return ''
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    const octet = letter === undefined ? undefined : ESCAPES[letter]
    if (octet === undefined) throw new Error(`Failed to read octets: there is no escape "${found}".`)
    return octet
  })
  return octetsOf(octets)
}
