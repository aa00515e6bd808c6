/** The sentences of units, for the packets in which they end. */
import { sentenceOf } from '../../narration.ts'
import type { Direction } from '../../pdu.ts'
import type { TracedConnection } from '../../trace.ts'
import type { LoggedUnit } from '../../unit-log.ts'

/** More sentences than this are not read; of the rest only the number is told. */
export const MAX_SENTENCES_PER_PACKET = 32
/** A sentence may quote a request-target or a field. */
const MAX_SENTENCE_LENGTH = 2000

/** Units by where they end, and how many of them have been told. */
interface Queue {
  readonly units: LoggedUnit[]
  told: number
}

export class Narrations {
  readonly #queues = new Map<TracedConnection, Record<Direction, Queue>>()

  constructor(units: readonly LoggedUnit[]) {
    for (const logged of units) {
      let queues = this.#queues.get(logged.connection)
      if (queues === undefined) {
        queues = { 'client-to-server': { units: [], told: 0 }, 'server-to-client': { units: [], told: 0 } }
        this.#queues.set(logged.connection, queues)
      }
      queues[logged.unit.direction].units.push(logged)
    }
    for (const queues of this.#queues.values()) {
      for (const { units: ending } of Object.values(queues)) ending.sort((one, other) => endOf(one) - endOf(other))
    }
  }

  /** The sentences of the units that end before or at the octet `end` and have not been told. Ask in the order of octets. */
  until(connection: TracedConnection, direction: Direction, end: number): readonly string[] {
    const queue = this.#queues.get(connection)?.[direction]
    if (queue === undefined) return []
    const from = queue.told
    while (queue.told < queue.units.length && endOf(queue.units[queue.told] as LoggedUnit) <= end) queue.told += 1
    const told = queue.units.slice(from, Math.min(queue.told, from + MAX_SENTENCES_PER_PACKET))
    const more = queue.told - from - told.length
    const sentences = told.map(({ unit }) => short(sentenceOf(unit)))
    return more === 0 ? sentences : [...sentences, `And ${more} more units end in this packet.`]
  }
}

function endOf({ unit }: LoggedUnit): number {
  return unit.ranges.at(-1)?.end ?? 0
}

function short(sentence: string): string {
  return sentence.length <= MAX_SENTENCE_LENGTH ? sentence : `${sentence.slice(0, MAX_SENTENCE_LENGTH)} ...`
}
