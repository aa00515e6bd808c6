/**
 * Reads Bayeux messages out of JSON: Bayeux 1.0, "Messages".
 *
 * Rule 1: a message is told as soon as its last bracket has come, though the array around it goes on.
 * Rule 2: JSON is Bayeux once an object has a channel. Objects before that wait, a few of them; of other JSON nothing is told.
 */
import type { CarriedContent, ContentDissector } from '../../dissector.ts'
import type { OctetRange } from '../../octets.ts'
import type { Pdu } from '../../pdu.ts'
import { BayeuxMessage, isBayeux, readFields } from './message.ts'
import { ObjectSearch } from './object-search.ts'

/** After so many objects without a channel, no message is looked for any more. */
const MAX_OBJECTS_WITHOUT_CHANNEL = 8

export class BayeuxReader implements ContentDissector {
  readonly #content: CarriedContent
  readonly #search = new ObjectSearch()
  #isBayeux = false
  /** Objects before the first that has a channel. */
  #waiting: OctetRange[] = []

  constructor(content: CarriedContent) {
    this.#content = content
  }

  advance(): readonly Pdu[] {
    const { octets } = this.#content.octets
    const units: Pdu[] = []
    for (let found = this.#search.next(octets); found !== undefined; found = this.#search.next(octets)) {
      this.#waiting.push(found)
      this.#isBayeux ||= isBayeux(readFields(octets.subarray(0, found.end), found.start))
      if (this.#isBayeux) {
        for (const range of this.#waiting) units.push(new BayeuxMessage(this.#content, range, true, false))
        this.#waiting = []
      } else if (this.#waiting.length === MAX_OBJECTS_WITHOUT_CHANNEL) {
        this.#waiting = []
        this.#search.stop()
      }
    }
    return units
  }

  end(): readonly Pdu[] {
    const units = [...this.advance()]
    const last = this.#begun(true)
    this.#search.stop()
    return last === undefined ? units : [...units, last]
  }

  pending(): Pdu | undefined {
    return this.#begun(false)
  }

  #begun(isOver: boolean): Pdu | undefined {
    const { begun: start } = this.#search
    if (start === undefined) return undefined
    const { octets } = this.#content.octets
    if (!this.#isBayeux && !isBayeux(readFields(octets, start))) return undefined
    return new BayeuxMessage(this.#content, { start, end: octets.length }, false, isOver)
  }
}
