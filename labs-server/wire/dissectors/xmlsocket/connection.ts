/** One XMLSocket connection: in both directions, texts with a zero octet behind each, and nothing else. */
import type { Dissector, DissectorStart } from '../../dissector.ts'
import type { Direction, Pdu } from '../../pdu.ts'
import { sourceOf } from '../../placed-unit.ts'
import { FAULTS } from './faults.ts'
import { XmlSocketMessage } from './message.ts'

const NUL = 0

export class XmlSocketConnection implements Dissector {
  readonly handOff = undefined
  readonly #start: DissectorStart
  /** The first octet that is in no message yet, by direction. */
  readonly #at: Record<Direction, number>
  /** How far the zero octet has been looked for. */
  readonly #searched: Record<Direction, number>

  constructor(start: DissectorStart) {
    this.#start = start
    this.#at = { ...start.from }
    this.#searched = { ...start.from }
  }

  advance(direction: Direction): readonly Pdu[] {
    const { octets } = this.#start.streams[direction]
    const units: Pdu[] = []
    for (;;) {
      const nul = octets.indexOf(NUL, this.#searched[direction])
      if (nul === -1) break
      units.push(
        new XmlSocketMessage(sourceOf(this.#start, direction), { start: this.#at[direction], end: nul + 1 }, true),
      )
      this.#at[direction] = nul + 1
      this.#searched[direction] = nul + 1
    }
    this.#searched[direction] = octets.length
    return units
  }

  end(direction: Direction): readonly Pdu[] {
    const units = [...this.advance(direction)]
    const last = this.#begun(direction, true)
    if (last !== undefined) units.push(last)
    this.#at[direction] = this.#start.streams[direction].length
    return units
  }

  pending(direction: Direction): Pdu | undefined {
    return this.#begun(direction, false)
  }

  #begun(direction: Direction, isOver: boolean): Pdu | undefined {
    const start = this.#at[direction]
    const end = this.#start.streams[direction].length
    const fault = isOver ? FAULTS['nul-missing'] : undefined
    return end > start
      ? new XmlSocketMessage(sourceOf(this.#start, direction), { start, end }, false, fault)
      : undefined
  }
}
