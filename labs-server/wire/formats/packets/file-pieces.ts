/** The octets of a file that comes in pieces: taken in order, each once, wherever the pieces are cut. */

/**
 * What is taken are views of the pieces, or of one copy where a cut lies within: so a file is held at most twice, and the
 * pieces must not be written to afterwards.
 */
export class FilePieces {
  #store: Uint8Array = new Uint8Array(0)
  #start = 0
  #end = 0
  /** Whether `#store` is a copy made here, with room behind `#end`. */
  #isCopy = false
  #toSkip = 0
  #offset = 0

  /** The offset in the file of the next octet. */
  get offset(): number {
    return this.#offset
  }

  /** How many octets are here and not taken. */
  get length(): number {
    return this.#end - this.#start
  }

  push(piece: Uint8Array): void {
    const skipped = Math.min(this.#toSkip, piece.length)
    this.#toSkip -= skipped
    // Not `subarray`: that of a Node Buffer makes Buffers, which is slower for each packet, and whose views look like them.
    const more = new Uint8Array(piece.buffer, piece.byteOffset + skipped, piece.length - skipped)
    if (this.length === 0) {
      this.#store = more
      this.#start = 0
      this.#end = more.length
      this.#isCopy = false
      return
    }
    // Behind `#end` nothing has been taken, so views of what lies before stay good. Doubling keeps tiny pieces linear.
    if (!this.#isCopy || this.#end + more.length > this.#store.length) {
      const copy = new Uint8Array(Math.max(this.length + more.length, this.length * 2))
      copy.set(this.#store.subarray(this.#start, this.#end))
      this.#end = this.length
      this.#start = 0
      this.#store = copy
      this.#isCopy = true
    }
    this.#store.set(more, this.#end)
    this.#end += more.length
  }

  /** The next `count` octets, which stay; undefined until they have come. */
  peek(count: number): Uint8Array | undefined {
    return this.length < count ? undefined : this.#store.subarray(this.#start, this.#start + count)
  }

  /** The next `count` octets; undefined until they have come. */
  take(count: number): Uint8Array | undefined {
    const octets = this.peek(count)
    if (octets !== undefined) this.#move(count)
    return octets
  }

  /** Leaves out the next `count` octets, here or still to come. */
  skip(count: number): void {
    const here = Math.min(count, this.length)
    this.#move(here)
    this.#toSkip = count - here
    this.#offset += this.#toSkip
  }

  /** How many of the octets left out have not come. */
  get missing(): number {
    return this.#toSkip
  }

  #move(count: number): void {
    this.#start += count
    this.#offset += count
  }
}
