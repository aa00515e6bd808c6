/** Octets of a protocol we have no dissector for: counted, shown, not named. */
import type { Dissector, DissectorEntry, DissectorStart } from '../../dissector.ts'
import type { Direction, Pdu } from '../../pdu.ts'

/** One unit a direction, which grows until the direction ends. */
class UnnamedOctets implements Dissector {
  readonly handOff = undefined
  readonly #start: DissectorStart
  readonly #ended = new Set<Direction>()

  constructor(start: DissectorStart) {
    this.#start = start
  }

  advance(): readonly Pdu[] {
    return []
  }

  end(direction: Direction): readonly Pdu[] {
    const unit = this.#unit(direction, true)
    this.#ended.add(direction)
    return unit ? [unit] : []
  }

  pending(direction: Direction): Pdu | undefined {
    return this.#ended.has(direction) ? undefined : this.#unit(direction, false)
  }

  #unit(direction: Direction, complete: boolean): Pdu | undefined {
    const start = this.#start.from[direction]
    const end = this.#start.streams[direction].length
    if (end <= start) return undefined
    const short = direction === 'client-to-server' ? 'c2s' : 's2c'
    return {
      id: `${short}-octets-${start}`,
      layer: 'octets',
      name: 'octets',
      direction,
      ranges: [{ start, end }],
      complete,
    }
  }
}

export const unnamedOctets: DissectorEntry = {
  layer: 'octets',
  title: 'Octets',
  protocols: [],
  start: (start) => new UnnamedOctets(start),
}
