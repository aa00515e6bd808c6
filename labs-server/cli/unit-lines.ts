/** Units as lines of text: JSON for other tools, or to be read in a terminal. */
import type { Computed, Direction, Part, Pdu } from '#wire/pdu.ts'

/** Where and when, for what comes of a capture: octets in files of their own tell neither. */
export interface UnitPlace {
  readonly connection: number
  /** Milliseconds since the run started. */
  readonly at: number
}

/** One JSON object without line ends. */
export function jsonLine(unit: Pdu, place?: UnitPlace): string {
  const { layer, name, direction, computed = [] } = unit
  const { parts, ...rest } = pieces(unit)
  const line = JSON.stringify({
    ...(place && { connection: place.connection, at: microseconds(place.at) }),
    ...{ layer, name, direction, ...rest },
    // Values stand among the parts too, so that who walks these finds them; they have no octets, hence no ranges.
    parts: [...parts, ...computed.filter(({ kind }) => kind === 'value').map(computedPart)],
    ...(computed.length > 0 && { computed: computed.map(jsonComputed) }),
  })
  return withoutControls(line)
}

function computedPart(computed: Computed): object {
  return { ...jsonComputed(computed), ranges: [], computed: true, parts: [] }
}

function jsonComputed(computed: Computed): object {
  const { kind, spec, ...told } = computed
  return computed.kind === 'octets' ? { ...told, octets: Buffer.from(computed.octets).toString('hex') } : told
}

function jsonPart(part: Part): object {
  return { name: part.name, ...pieces(part) }
}

function pieces({ ranges, value, fault, parts = [] }: Part) {
  return {
    ranges: ranges.map(({ start, end }) => [start, end]),
    ...(value !== undefined && { value }),
    ...(fault !== undefined && { fault: { code: fault.code, spec: fault.spec, expected: fault.expected } }),
    parts: parts.map(jsonPart),
  }
}

/** Finer is what nobody measured. */
function microseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

/**
 * JSON leaves DEL and the C1 controls as they are, and what turns the reading direction or cannot be seen: a terminal would
 * obey some, and eyes the others.
 */
function withoutControls(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

const ARROWS: Readonly<Record<Direction, string>> = { 'client-to-server': '->', 'server-to-client': '<-' }

/** `-> request [0,37) "GET /" request-line(method "GET" request-target "/" HTTP-version "HTTP/1.1") ...` */
export function readableLine(unit: Pdu, place?: UnitPlace): string {
  const where = place === undefined ? '' : `${place.at.toFixed(3).padStart(10)} #${place.connection} `
  return withoutControls(`${where}${ARROWS[unit.direction]} ${readable(unit, true)}`)
}

function readable(part: Part, withRange = false): string {
  const words = [part.name]
  if (withRange) words.push(part.ranges.map(({ start, end }) => `[${start},${end})`).join(''))
  if (part.value !== undefined && !part.parts?.some(({ value }) => value === part.value)) {
    words.push(JSON.stringify(part.value))
  }
  if (part.fault) words.push(`!${part.fault.code} (expected ${part.fault.expected})`)
  // Delimiters mean nothing on one line, unless they are wrong.
  const telling = (part.parts ?? []).filter((each) => each.value !== undefined || each.parts || each.fault)
  if (telling.length > 0) words.push(`(${telling.map((each) => readable(each)).join(' ')})`)
  return words.join(' ')
}
