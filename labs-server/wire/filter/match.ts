/** Tells which units a filter leaves. */
import { layerNamed } from '../layer.ts'
import { indexOfNeedle, type Needle } from '../octet-search.ts'
import { latin1, type OctetRange, octetCount } from '../octets.ts'
import type { Computed, Part, Pdu } from '../pdu.ts'
import { targetOf } from '../script-octets.ts'
import type { Gap } from '../trace.ts'
import type { LoggedUnit } from '../unit-log.ts'
import type { Condition, Filter, Phrase, Test } from './filter.ts'

/** What a filter is asked about: a unit, or octets that were not kept. */
export type Matched =
  | LoggedUnit
  | { readonly gap: Gap; readonly connection: { readonly id: number }; readonly direction: Pdu['direction'] }

/** Ask of units in the order in which they are logged: what belongs to an exchange is known from its request. */
export type Matcher = (unit: Matched) => boolean

export function matcherOf(filter: Filter): Matcher {
  if (filter.length === 0) return () => true
  const phrases = filter.map(phraseMatcher)
  // Each is asked of every unit, because some remember what they have seen.
  return (unit) => phrases.reduce((found, matches) => matches(unit) || found, false)
}

function phraseMatcher({ things, conditions }: Phrase): Matcher {
  const any = things.map(testMatcher)
  const all = conditions.toSorted((one, other) => costOf(one) - costOf(other)).map(conditionMatcher)
  return (unit) => (any.length === 0 || any.some((matches) => matches(unit))) && all.every((matches) => matches(unit))
}

/** What looks into parts and octets comes last; what has to see every unit comes first. */
function costOf({ test: { kind } }: Condition): number {
  return kind === 'target' ? 0 : kind === 'containing' ? 3 : kind === 'part' || kind === 'fault' ? 2 : 1
}

function conditionMatcher({ not, test }: Condition): Matcher {
  const matches = testMatcher(test)
  return not ? (unit) => !matches(unit) : matches
}

type UnitTest = (logged: LoggedUnit) => boolean

function testMatcher(test: Test): Matcher {
  switch (test.kind) {
    case 'gap':
      return (unit) => !isUnit(unit)
    case 'direction':
      return (unit) => directionOf(unit) === test.direction
    case 'connection':
      return ({ connection }) => test.ids.includes(connection.id)
    case 'size':
      return (unit) => within(isUnit(unit) ? octetCount(unit.unit.ranges) : unit.gap.octets, test.least, test.most)
    case 'time':
      return (unit) => within(isUnit(unit) ? unit.startedAt : unit.gap.at, test.from, test.to)
    default: {
      const matches = unitTest(test)
      return (unit) => isUnit(unit) && matches(unit)
    }
  }
}

function unitTest(test: Exclude<Test, { kind: 'gap' | 'direction' | 'connection' | 'size' | 'time' }>): UnitTest {
  switch (test.kind) {
    case 'named':
      return ({ unit }) => test.names.includes(unit.name) || hasPart(unit, ({ name }) => test.names.includes(name))
    case 'layer':
      return ({ unit }) => unit.layer === test.layer
    case 'headers':
      return ({ unit }) => isProtocol(unit) && hasPart(unit, ({ name }) => name === 'field-line')
    case 'fault':
      return ({ unit }) => isFault(unit, test.code) || hasPart(unit, (part) => isFault(part, test.code))
    case 'incomplete':
      return ({ unit }) => !unit.complete
    case 'stream':
      return ({ unit }) => unit.stream !== undefined && test.ids.includes(unit.stream)
    case 'containing':
      return (logged) => contains(logged, test.needle)
    case 'part':
      return partMatcher(test.name, test.value?.toLowerCase())
    case 'target':
      return targetMatcher(test.text)
  }
}

function isUnit(unit: Matched): unit is LoggedUnit {
  return 'unit' in unit
}

function directionOf(unit: Matched): Pdu['direction'] {
  return isUnit(unit) ? unit.unit.direction : unit.direction
}

function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}

/** Events have field lines too; a header section is a protocol's. */
function isProtocol({ layer }: Pdu): boolean {
  const entry = layerNamed(layer)
  return entry !== undefined && 'start' in entry
}

function isFault({ fault }: Part, code: string | undefined): boolean {
  return fault !== undefined && (code === undefined || fault.code === code)
}

function hasPart(part: Part, matches: (part: Part) => boolean): boolean {
  return part.parts?.some((inner) => matches(inner) || hasPart(inner, matches)) ?? false
}

function partMatcher(word: string, value: string | undefined): UnitTest {
  const isMeant = ({ name }: { readonly name: string }) => {
    const lower = name.toLowerCase()
    return lower === word || lower.split('-').includes(word)
  }
  return ({ unit, connection }) => {
    const stream = connection.streams[unit.direction]
    const says = (part: Part, parent: Part) =>
      isMeant(part) &&
      (value === undefined || saysValue(part, parent, unit.layer, value, (range) => stream.slice(range)))
    const search = (parent: Part): boolean => parent.parts?.some((part) => says(part, parent) || search(part)) ?? false
    const isComputed = (computed: Computed) =>
      isMeant(computed) &&
      (value === undefined || (computed.kind === 'value' && String(computed.value).toLowerCase() === value))
    return search(unit) || (unit.computed?.some(isComputed) ?? false)
  }
}

/** Whether the part's value, its octets as they stand, or what they are called is `wanted`, in lower case. */
function saysValue(
  part: Part,
  parent: Part,
  layer: string,
  wanted: string,
  octetsOf: (range: OctetRange) => Uint8Array,
): boolean {
  if (part.value !== undefined && String(part.value).toLowerCase() === wanted) return true
  const [range] = part.ranges
  if (range !== undefined && part.ranges.length === 1 && range.end - range.start === wanted.length) {
    if (latin1(octetsOf(range)).toLowerCase() === wanted) return true
  }
  // An opcode of 9 is called ping: where a value is a number, its sentence says what it is called.
  if (typeof part.value !== 'number' || !/^[a-z][a-z-]*$/.test(wanted)) return false
  const [called = ''] = layerNamed(layer)?.valueSentence?.(part, parent)?.toLowerCase().match(CALLED) ?? []
  return called.split(/[^a-z-]+/).includes(wanted)
}

/** The beginning of a sentence about a value, where that is named: `Here it is 9, Ping`. */
const CALLED = /^[^.:;(]*/

/** Follows requests, so that all units of their exchanges are known. */
function targetMatcher(text: string): UnitTest {
  const wanted = text.toLowerCase()
  const found = new Set<string>()
  return ({ unit, connection }) => {
    if (unit.exchange === undefined) return false
    const key = `${connection.id}/${unit.exchange}`
    if (found.has(key)) return true
    if (unit.direction === 'server-to-client') return false
    if (!targetOf(unit).toLowerCase().includes(wanted)) return false
    found.add(key)
    return true
  }
}

/** Whether the unit's octets, put together where another layer cut them, or what was decoded of them hold the needle. */
export function contains({ unit, connection }: LoggedUnit, needle: Needle): boolean {
  const stream = connection.streams[unit.direction]
  const { ranges } = unit
  const [first] = ranges
  if (first !== undefined) {
    const octets = ranges.length === 1 ? stream.slice(first) : joined(ranges, (range) => stream.slice(range))
    if (indexOfNeedle(octets, needle) !== -1) return true
  }
  return (
    unit.computed?.some((computed) => computed.kind === 'octets' && indexOfNeedle(computed.octets, needle) !== -1) ??
    false
  )
}

function joined(ranges: readonly OctetRange[], octetsOf: (range: OctetRange) => Uint8Array): Uint8Array {
  const octets = new Uint8Array(octetCount(ranges))
  let at = 0
  for (const range of ranges) {
    const piece = octetsOf(range)
    octets.set(piece, at)
    at += piece.length
  }
  return octets
}
