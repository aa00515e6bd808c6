/** Cuts what a reader has typed into words, texts in quotes, commas and signs. */

export interface Token {
  /** `text` stood in quotes. */
  readonly kind: 'word' | 'text' | 'comma' | 'sign'
  /** Without quotes. */
  readonly text: string
  /** The same in lower case, for words of the language. */
  readonly lower: string
  /** `[start, end)` of what was typed. */
  readonly start: number
  readonly end: number
}

/** What is typed beyond this is not read. */
export const MAX_FILTER_LENGTH = 2000

// A number keeps no unit: `200ms` is `200` and `ms`. A quote that does not end ends with the filter.
const TOKENS =
  /"(?<double>[^"]*)"?|“(?<curly>[^”]*)”?|(?<comma>[,;])|(?<sign>[<>]=?|≥|≤|=)|(?<number>\d+(?:\.\d+)?(?=(?:ms|s|min|kb|mb|kib|mib|b)\b))|(?<word>[^\s",;<>=“≥≤]+)/gi

export function tokensOf(typed: string): readonly Token[] {
  const tokens: Token[] = []
  for (const match of typed.slice(0, MAX_FILTER_LENGTH).matchAll(TOKENS)) {
    const { double, curly, comma, sign } = match.groups ?? {}
    const quoted = double ?? curly
    const text = quoted ?? match[0]
    const kind = quoted !== undefined ? 'text' : comma ? 'comma' : sign ? 'sign' : 'word'
    tokens.push({ kind, text, lower: text.toLowerCase(), start: match.index, end: match.index + match[0].length })
  }
  return tokens
}
