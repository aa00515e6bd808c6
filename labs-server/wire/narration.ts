/** Says what units are, and how octets sound: sentences for rows, and for those who listen. */
import type { Fault } from './fault.ts'
import { layerNamed } from './layer.ts'
import { counted, countedInWords } from './number-words.ts'
import { latin1, octetCount } from './octets.ts'
import type { Part, Pdu } from './pdu.ts'
import { explanationOf } from './vocabulary.ts'

/** What a dissector's folder adds: what its own units are. */
export interface Narrator {
  /** The unit in a few words, without direction: `Chunk of 27 octets`. */
  unit(unit: Pdu): string | undefined
  /** The octets as they are said, where they are more than text: `hex 11, seventeen octets`. */
  spoken(part: Part, octets: Uint8Array): string | undefined
}

/** One sentence for a unit, for instance as the accessible name of its row: `Chunk of 27 octets from the server`. */
export function sentenceOf(unit: Pdu): string {
  const count = octetCount(unit.ranges)
  const octets = counted(count, 'octet')
  const what =
    layerNamed(unit.layer)?.narrator?.unit(unit) ??
    `${explanationOf(unit.layer, unit.name)?.title ?? unit.name}, ${octets}`
  const from = unit.direction === 'client-to-server' ? 'from the client' : 'from the server'
  const fault = firstFault(unit)
  const extent =
    unit.complete || count === 0
      ? ''
      : `, ${unit.fault ? 'cut short after ' : ''}${octets}${unit.fault ? '' : ' so far'}`
  return `${what} ${from}${extent}${fault === undefined ? '' : `. Fault: expected ${fault.expected}`}`
}

/** At most this many octets are said one by one or as text; of the rest, only how many there are. */
export const MAX_SPOKEN_OCTETS = 80

/** The octets of a part as a screen reader says them: `chunk-size, hex 11, seventeen octets`. */
export function speakOctets(part: Part, octets: Uint8Array, layer = 'http1'): string {
  return `${part.name}, ${layerNamed(layer)?.narrator?.spoken(part, octets) ?? spokenText(octets)}`
}

const CONTROLS: Readonly<Record<number, string>> = {
  0: 'null',
  9: 'tab',
  10: 'line feed',
  13: 'carriage return',
  27: 'escape',
  127: 'delete',
}

/** Text as it stands, controls by their names, other octets in hexadecimal: `hello, carriage return, line feed`. */
export function spokenText(octets: Uint8Array): string {
  if (octets.length === 0) return 'nothing'
  if (octets.every((octet) => octet === 0x20))
    return octets.length === 1 ? 'space' : countedInWords(octets.length, 'space')
  const runs = latin1(octets.subarray(0, MAX_SPOKEN_OCTETS)).match(/[ -~]+|[^ -~]/g) ?? []
  const spoken = runs.map((run) => {
    const code = run.charCodeAt(0)
    if (code >= 0x20 && code <= 0x7e) return run
    return CONTROLS[code] ?? `hex ${code.toString(16).padStart(2, '0')}`
  })
  const rest = octets.length - MAX_SPOKEN_OCTETS
  if (rest > 0) spoken.push(`and ${countedInWords(rest, 'octet')} more`)
  return spoken.join(', ')
}

function firstFault(part: Part): Fault | undefined {
  if (part.fault !== undefined) return part.fault
  for (const inner of part.parts ?? []) {
    const fault = firstFault(inner)
    if (fault !== undefined) return fault
  }
  return undefined
}
