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

/** Made once: there are many runs. */
const made = new Map<string, Uint8Array>()

/** The octets of a message, the same wherever they are made. Not to be changed. */
export function octetsOf({ kind, size }: Content): Uint8Array {
  const key = `${kind} ${size}`
  const octets = made.get(key) ?? MAKE[kind](size)
  made.set(key, octets)
  return octets
}

const MAKE: Readonly<Record<Content['kind'], (size: number) => Uint8Array>> = {
  'every octet': (size) =>
    repeated(
      Uint8Array.from({ length: 256 }, (_, octet) => octet),
      size,
    ),
  random,
  text: (size) => repeated(new TextEncoder().encode(TEXT), size),
  'awkward text': (size) => repeated(new TextEncoder().encode(AWKWARD), size),
}

/** The pattern as often as it fits, and `z` for the rest: a text stays one. */
function repeated(pattern: Uint8Array, size: number): Uint8Array {
  const octets = new Uint8Array(size).fill(0x7a)
  for (let at = 0; at + pattern.length <= size; at += pattern.length) octets.set(pattern, at)
  return octets
}

/** Xorshift, seeded by the size: the same octets in every run, and no pattern. */
function random(size: number): Uint8Array {
  const octets = new Uint8Array(size)
  let state = size + 1
  for (let at = 0; at < size; at++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    octets[at] = state
  }
  return octets
}

/** How a message differs from what it should be, as words; undefined when it does not. */
export function difference(octets: Uint8Array, content: Content | undefined): string | undefined {
  if (content === undefined) return `a message of ${octets.length} octets more than were sent`
  const expected = octetsOf(content)
  const name = `${content.size} octets (${content.kind})`
  if (octets.length !== expected.length) return `${name}: ${octets.length} octets came`
  let at = 0
  while (at < expected.length && octets[at] === expected[at]) at += 1
  return at === expected.length ? undefined : `${name}: octet ${at} is ${octets[at]} and not ${expected[at]}`
}
