/** Octets of a protocol we have no dissector for: counted, shown, not named. */
import type { Dissector, DissectorStart } from '../../dissector.ts'
import type { DissectorEntry } from '../../layer.ts'
import type { Direction, Pdu } from '../../pdu.ts'
import { OCTETS_VOCABULARY } from './vocabulary.ts'

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
    const { streams, from, agreed } = this.#start
    const start = from[direction]
    const end = streams[direction].length
    if (end <= start) return undefined
    const short = direction === 'client-to-server' ? 'c2s' : 's2c'
    return {
      id: `${short}-octets-${streams[direction].rangesOf({ start, end })[0]?.start ?? start}`,
      layer: 'octets',
      name: 'octets',
      direction,
      ranges: streams[direction].rangesOf({ start, end }),
      complete,
      ...(agreed?.exchange !== undefined && { exchange: agreed.exchange }),
      ...(agreed?.stream !== undefined && { stream: agreed.stream }),
    }
  }
}

export const unnamedOctets: DissectorEntry = {
  layer: 'octets',
  title: 'Octets',
  protocols: [],
  vocabulary: OCTETS_VOCABULARY,
  start: (start) => new UnnamedOctets(start),
}
