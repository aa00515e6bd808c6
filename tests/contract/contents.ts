/** What the messages of the suite consist of, made alike on both sides: the octets themselves are never sent beside them. */

const KINDS = ['every octet', 'random', 'text', 'awkward text'] as const

export interface Content {
  readonly kind: (typeof KINDS)[number]
  /** Octets. */
  readonly size: number
}

/** Lengths at which a WebSocket's frames change their form (RFC 6455 section 5.2), and those around a poll's or a form's habits. */
const SIZES = [65_536, 0, 125, 1, 65_535, 126]

/** Large before small, so that a small one could overtake; the largest once. */
export const CONTENTS: readonly Content[] = [
  { kind: 'text', size: 1_000_000 },
  ...KINDS.flatMap((kind) => SIZES.map((size) => ({ kind, size }))),
]

/** Characters of one to four octets: wherever such a text is cut, it is mostly inside one. */
const TEXT = 'zé€😀'
/** A byte order mark, line ends, a NUL, and what JSON, URLs, HTML and event streams give a meaning. */
const AWKWARD = '\uFEFF"\\\r\n\n\0\u2028data: x\n\n</script><!--&amp;%2B+ #?\''

/** The octets of a message, the same wherever they are made. */
export function octetsOf({ kind, size }: Content): Uint8Array {
  switch (kind) {
    case 'every octet':
      return Uint8Array.from({ length: size }, (_, at) => at % 256)
    case 'random':
      return random(size)
    case 'text':
      return textOf(TEXT, size)
    case 'awkward text':
      return textOf(AWKWARD, size)
  }
}

/** As often as it fits, and `z` for the rest. */
function textOf(pattern: string, size: number): Uint8Array {
  const octets = new TextEncoder().encode(pattern)
  const whole = size - (size % octets.length)
  return Uint8Array.from({ length: size }, (_, at) => (at < whole ? (octets[at % octets.length] ?? 0) : 0x7a))
}

/** Xorshift, seeded by the size: the same octets in every run, and no pattern. */
function random(size: number): Uint8Array {
  let state = size + 1
  return Uint8Array.from({ length: size }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 0xff
  })
}

/** How a message differs from what it should be, as words; undefined when it does not. */
export function difference(octets: Uint8Array, content: Content | undefined): string | undefined {
  if (content === undefined) return `a message of ${octets.length} octets more than were sent`
  const expected = octetsOf(content)
  const at = expected.findIndex((octet, index) => octets[index] !== octet)
  const name = `${content.size} octets (${content.kind})`
  if (octets.length !== expected.length) return `${name}: ${octets.length} octets came`
  return at === -1 ? undefined : `${name}: octet ${at} is ${octets[at]} and not ${expected[at]}`
}
