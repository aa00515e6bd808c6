/** Results as a file, as Markdown, and as a link that brings them to somebody else. */
import { z } from 'zod/mini'
import { COLUMNS } from './columns.ts'
import { labelOf, type Results } from './pair.ts'

const latency = z.optional(z.object({ medianMs: z.number(), p95Ms: z.number() }))
const both = z.object({ down: z.number(), up: z.number() })
const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('failed'), reason: z.string() }),
  z.object({
    kind: z.literal('measured'),
    figures: z.object({
      connections: z.number(),
      exchanges: z.number(),
      octets: z.number(),
      overhead: z.optional(z.number()),
      latency: z.object({ down: latency, up: latency }),
      asked: both,
      arrived: both,
      cuts: z.number(),
      comebackMs: z.optional(z.number()),
      reported: z.boolean(),
    }),
  }),
])
const results = z.object({
  measuredAt: z.number(),
  browser: z.string().check(z.maxLength(300)),
  server: z.string().check(z.maxLength(300)),
  rows: z
    .array(z.object({ down: z.string(), up: z.string(), plain: outcome, cut: z.optional(outcome) }))
    .check(z.maxLength(1000)),
})

/** A link's fragment begins so. */
export const LINK = '#table='
/** Characters of a fragment that are read. */
const MAX_LINK = 200_000

/** Comma-separated values (RFC 4180). */
export function toCsv({ rows }: Results): string {
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = [
    ['Way down', 'Way up', ...COLUMNS.map(({ title }) => title)],
    ...rows.map((row) => [labelOf(row.down), labelOf(row.up), ...COLUMNS.map((column) => column.text(row))]),
  ]
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}

/** The results packed into a fragment: JSON, compressed, in base64url. */
export async function toFragment(given: Results): Promise<string> {
  const packed = new Blob([JSON.stringify(given, shortNumbers)])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'))
  const octets = new Uint8Array(await new Response(packed).arrayBuffer())
  return LINK + octets.toBase64({ alphabet: 'base64url', omitPadding: true })
}

/** The results of a fragment; undefined when it holds none. @throws Error with a sentence when they cannot be read. */
export async function fromFragment(fragment: string): Promise<Results | undefined> {
  if (!fragment.startsWith(LINK)) return undefined
  try {
    if (fragment.length > MAX_LINK) throw new RangeError('too long')
    const octets = Uint8Array.fromBase64(fragment.slice(LINK.length), { alphabet: 'base64url' })
    const unpacked = new Blob([octets]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
    return results.parse(JSON.parse(await new Response(unpacked).text())) as Results
  } catch (cause) {
    throw new Error('The link holds no table that can be read: it may have been cut. Ask for it again.', { cause })
  }
}

function shortNumbers(_key: string, value: unknown) {
  return typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 10) / 10 : value
}
