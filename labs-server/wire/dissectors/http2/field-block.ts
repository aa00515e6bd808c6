/** Reads field blocks, which may lie in several frames: RFC 9113 section 4.3. */
import { CarriedOctets } from '../../carried-octets.ts'
import { type OctetStream, octetCount } from '../../octets.ts'
import type { Endpoint, OpenBlock } from './endpoint.ts'
import type { FieldSection, LineFault } from './field-section.ts'
import { blame, type FieldFacts, type FrameFacts } from './frame-facts.ts'
import type { DecodedFragment } from './hpack/field-block-decoder.ts'
import type { Instruction } from './hpack/instruction.ts'

/** The most octets of one field block that are read. */
export const MAX_FIELD_BLOCK_OCTETS = 262_144

/** Where a frame's fragment of a field block lies in its direction. */
export interface Fragment {
  readonly stream: OctetStream
  readonly start: number
  readonly end: number
}

/** Reads a block that lies in one frame. */
export function readWholeBlock(
  from: Endpoint,
  fragment: Fragment,
  section: FieldSection | undefined,
  facts: FrameFacts,
) {
  const { stream, start, end } = fragment
  if (!isReadable(from, end - start, fragment, facts)) return
  from.decoder.begin()
  const octets = stream.slice({ start: 0, end })
  takeIn(from, stream, start, end, from.decoder.read(octets, start), true, section, facts)
  if (facts.fields && facts.fields.at < end) breakAt(from, fragment, facts.fields.at)
}

export function openBlock(stream: number, message: OpenBlock['message'], endsStream: boolean): OpenBlock {
  return { stream, message, endsStream, octets: new CarriedOctets(), at: 0 }
}

/** Reads one more fragment of a block that lies in several frames: as many of its instructions as are whole. */
export function readFragment(from: Endpoint, block: OpenBlock, fragment: Fragment, isLast: boolean, facts: FrameFacts) {
  const { octets } = block
  const isFirst = octets.length === 0
  if (!isReadable(from, octets.length + fragment.end - fragment.start, fragment, facts)) return
  if (isFirst) from.decoder.begin()
  carryRange(octets, fragment.stream, fragment.start, fragment.end)
  const decoded = from.decoder.read(octets.octets, block.at)
  takeIn(from, octets, block.at, octets.length, decoded, isLast, block.message?.section, facts)
  block.at = decoded.at
  if (from.decoder.isBroken || (isLast && block.at < octets.length)) breakAt(from, fragment, fragment.start)
}

/** A fragment, or an instruction that it cuts, does not come to its end: from here on the table is not known. */
export function breakAt(from: Endpoint, { stream }: Pick<Fragment, 'stream'>, at: number): void {
  from.decoder.giveUp()
  from.brokenAt ??= stream.rangesOf({ start: at, end: at })[0]?.start ?? at
}

/** Carries octets of a direction on, which may itself be carried by something else. */
export function carryRange(into: CarriedOctets, stream: OctetStream, start: number, end: number): void {
  const ranges = stream.rangesOf({ start, end })
  const octets = stream.slice({ start, end })
  if (octetCount(ranges) !== octets.length) {
    into.carryDecoded(octets, { start: ranges[0]?.start ?? start, end: ranges.at(-1)?.end ?? end })
    return
  }
  let at = 0
  for (const range of ranges) {
    const count = range.end - range.start
    into.carry(octets.subarray(at, at + count), range.start)
    at += count
  }
}

function isReadable(from: Endpoint, length: number, fragment: Fragment, facts: FrameFacts): boolean {
  if (from.brokenAt !== undefined) {
    facts.notDecodedSince = from.brokenAt
    return false
  }
  if (length <= MAX_FIELD_BLOCK_OCTETS) return true
  blame(facts, 'field-block-fragment', 'field-block-too-large')
  breakAt(from, fragment, fragment.start)
  return false
}

function takeIn(
  from: Endpoint,
  octets: OctetStream,
  start: number,
  end: number,
  decoded: DecodedFragment,
  isLast: boolean,
  section: FieldSection | undefined,
  facts: FrameFacts,
): void {
  const { at, before, after, faults: hpackFaults, isCut } = decoded
  const lineFaults = section && judgeLines(decoded.instructions, section)
  const isTruncated = isLast && at < end && decoded.fault === undefined
  const fault: FieldFacts['fault'] = isTruncated ? 'field-block-truncated' : decoded.fault
  const { table } = from.decoder
  facts.fields = { octets, start, at, end, table, before, after, lineFaults, hpackFaults, fault }
  if (isCut) blame(facts, 'field-block-fragment', 'field-lines-too-large')
  const whole = isLast && fault === undefined ? section?.end() : undefined
  if (whole !== undefined) blame(facts, 'field-block-fragment', whole)
}

function judgeLines(instructions: readonly Instruction[], section: FieldSection): FieldFacts['lineFaults'] {
  let faults: Map<number, LineFault> | undefined
  for (const instruction of instructions) {
    if (instruction.kind === 'dynamic-table-size-update') continue
    const { name, value, nameLiteral, valueLiteral } = instruction
    const literal = { name: nameLiteral !== undefined, value: valueLiteral !== undefined }
    const fault = section.line(name, value, literal)
    if (fault === undefined) continue
    faults ??= new Map()
    faults.set(instruction.start, fault)
  }
  return faults
}
