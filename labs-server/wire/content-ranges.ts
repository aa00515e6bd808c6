/** Which octets of a unit are content, and not the framing around it. */
import type { OctetRange } from './octets.ts'
import type { Part, Pdu } from './pdu.ts'

/**
 * Parts that hold content, by the names of their standards: RFC 9112 sections 6 and 7.1 (`message-body`, `chunk-data`), RFC 6455
 * section 5.2 (`payload-data`), RFC 9113 section 6.1 (`data`).
 */
const CONTENT: ReadonlySet<string> = new Set(['message-body', 'chunk-data', 'payload-data', 'data'])

const NOTHING: readonly OctetRange[] = []
const known = new WeakMap<Pdu, readonly OctetRange[]>()

/** The octets of content in a unit, in order; none in control data, fields, and control frames. Complete units are asked once. */
export function contentRanges(unit: Pdu): readonly OctetRange[] {
  let ranges = known.get(unit)
  if (ranges === undefined) {
    ranges = isControlFrame(unit) ? NOTHING : rangesIn(unit)
    if (unit.complete) known.set(unit, ranges)
  }
  return ranges
}

function rangesIn(part: Part): readonly OctetRange[] {
  if (CONTENT.has(part.name)) return part.ranges
  const found: OctetRange[] = []
  for (const inner of part.parts ?? []) found.push(...rangesIn(inner))
  return found.length === 0 ? NOTHING : found
}

// RFC 6455 section 5.5: "Control frames are identified by opcodes where the most significant bit of the opcode is 1."
function isControlFrame({ layer, parts }: Pdu): boolean {
  if (layer !== 'websocket') return false
  const opcode = parts?.[0]?.parts?.find(({ name }) => name === 'opcode')?.value
  return typeof opcode === 'number' && opcode >= 8
}
