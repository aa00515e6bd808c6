/** Examples for the glossary: where a name first stands in the recordings, and which names stand in and around it. */

import type { OctetRange } from '#wire/octets.ts'
import type { Direction, Part } from '#wire/pdu.ts'
import type { LoggedUnit } from '#wire/unit-log.ts'
import { type ReadRecording, readEveryRecording } from '../components/recording.ts'

/** One occurrence of a name, with the octets around it. */
export interface Example {
  readonly from: ReadRecording
  readonly direction: Direction
  /** The name of the unit in which it stands. */
  readonly unit: string
  readonly before: Uint8Array
  readonly octets: Uint8Array
  readonly after: Uint8Array
  /** What the octets mean, where they are not their own meaning. */
  readonly value: Part['value']
  /** Octets of the name beyond those shown. */
  readonly notShown: number
}

/** What the recordings show of one name in one layer. */
export interface Usage {
  example: Example
  readonly inside: Set<string>
  readonly contains: Set<string>
}

/** Octets shown of the name itself, and of its unit on either side. */
const SHOWN_OCTETS = 160
const SHOWN_AROUND = 40

let usages: Promise<ReadonlyMap<string, Usage>> | undefined

/** By `layer/name`. Read once a build. */
export function readUsages(): Promise<ReadonlyMap<string, Usage>> {
  usages ??= readEveryRecording().then((recordings) => {
    const found = new Map<string, Usage>()
    for (const from of recordings) {
      for (const logged of from.log.units) note(found, from, logged, logged.unit, undefined)
    }
    return found
  })
  return usages
}

function note(
  found: Map<string, Usage>,
  from: ReadRecording,
  logged: LoggedUnit,
  part: Part,
  parent: Part | undefined,
) {
  const { layer } = logged.unit
  const key = `${layer}/${part.name}`
  const usage = found.get(key) ?? {
    example: exampleOf(from, logged, part),
    inside: new Set<string>(),
    contains: new Set<string>(),
  }
  found.set(key, usage)
  if (parent !== undefined) usage.inside.add(parent.name)
  for (const inner of part.parts ?? []) {
    usage.contains.add(inner.name)
    note(found, from, logged, inner, part)
  }
}

function exampleOf(from: ReadRecording, { unit, connection }: LoggedUnit, part: Part): Example {
  const stream = connection.streams[unit.direction]
  const own = part.ranges[0] ?? { start: 0, end: 0 }
  const whole = unit.ranges.find(({ start, end }) => start <= own.start && own.end <= end) ?? own
  const shownEnd = Math.min(own.end, own.start + SHOWN_OCTETS)
  const slice = (range: OctetRange) => stream.slice(range).slice()
  return {
    from,
    direction: unit.direction,
    unit: unit.name,
    before: slice({ start: Math.max(whole.start, own.start - SHOWN_AROUND), end: own.start }),
    octets: slice({ start: own.start, end: shownEnd }),
    after:
      shownEnd < own.end
        ? new Uint8Array()
        : slice({ start: own.end, end: Math.min(whole.end, own.end + SHOWN_AROUND) }),
    value: part.value,
    notShown: own.end - shownEnd,
  }
}
