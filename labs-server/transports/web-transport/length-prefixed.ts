/** Messages on a stream, which has no borders of its own: four octets with the length before each, the highest first. */

const PREFIX_OCTETS = 4
/** The most that a message may have. */
const MAX_OCTETS = 2 ** 21

/** A message with its length before it. */
export function prefixed(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(PREFIX_OCTETS + message.length)
  new DataView(octets.buffer).setUint32(0, message.length)
  octets.set(message, PREFIX_OCTETS)
  return octets
}

/** Takes messages off a stream, however its reads cut them. */
export class PrefixedMessages {
  #read: Uint8Array[] = []
  #octets = 0
  #needed = PREFIX_OCTETS

  /** The messages that this read completes. @throws RangeError when one is too large. */
  take(read: Uint8Array): readonly Uint8Array[] {
    const messages: Uint8Array[] = []
    this.#read.push(read)
    this.#octets += read.length
    while (this.#octets >= this.#needed) {
      const whole = joined(this.#read, this.#octets)
      const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0)
      if (length > MAX_OCTETS) throw new RangeError(`A message has at most ${MAX_OCTETS} octets, not ${length}.`)
      this.#needed = PREFIX_OCTETS + length
      this.#read = [whole]
      if (this.#octets < this.#needed) break
      messages.push(whole.slice(PREFIX_OCTETS, this.#needed))
      this.#read = [whole.subarray(this.#needed)]
      this.#octets -= this.#needed
      this.#needed = PREFIX_OCTETS
    }
    return messages
  }
}

function joined(pieces: readonly Uint8Array[], octets: number): Uint8Array {
  const whole = new Uint8Array(octets)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
