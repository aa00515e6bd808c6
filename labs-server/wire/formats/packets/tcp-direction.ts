/**
 * One direction of a TCP connection: puts its segments in order (RFC 9293 section 3.10.7.4).
 *
 * Rule 1: octets are handed on in the order of their sequence numbers, each once: of octets that come twice, the first win.
 * Rule 2: octets behind a hole wait until it is filled, and have passed when it is: TCP could not hand them on before.
 * Rule 3: a hole that is never filled ends what can be read of the direction; the rest is counted.
 */

/** RFC 7323 section 2.3: a window is at most 2^30 octets; what lies further ahead is not of this connection. */
const MAX_WINDOW = 2 ** 30
/** Segments that wait behind a hole; when there are more, the hole stays. */
export const MAX_WAITING_SEGMENTS = 4096

/** What is handed on, `at` the time at which it was in order. */
export interface DirectionObserver<Label> {
  octets(octets: Uint8Array, at: number, label: Label): void
  /** Octets that are not in the capture, or that lie behind such ones. */
  gap(octets: number, at: number): void
  end(at: number): void
}

/** Octets `[start, start + octets.length)`, counted from the first octet of the direction. */
interface Waiting<Label> {
  readonly start: number
  readonly octets: Uint8Array
  readonly label: Label
}

export class TcpDirection<Label> {
  readonly #observer: DirectionObserver<Label>
  /** The sequence number of the first octet; undefined before it is known. */
  #base: number | undefined
  /** The first octet that has not been handed on. */
  #next = 0
  /** Behind the last octet seen, or acknowledged by the peer. */
  #highest = 0
  /** In order, and without overlap. */
  #waiting: Waiting<Label>[] = []
  #isBroken = false
  #missed = 0
  /** Behind the last octet of all, once the sender has said so. */
  #finAt: number | undefined
  #acknowledged = 0
  #ended = false

  constructor(observer: DirectionObserver<Label>) {
    this.#observer = observer
  }

  /** The sequence number of the first octet. */
  get base(): number | undefined {
    return this.#base
  }

  /** Whether the end has been reached, and the peer has said that it knows. */
  get isEndAcknowledged(): boolean {
    return this.#ended && this.#finAt !== undefined && this.#acknowledged > this.#finAt
  }

  /** The sequence number of the first octet is `base`, unless that is known. */
  startAt(base: number): void {
    this.#base ??= base
  }

  /**
   * A segment of `length` octets, of which `octets` were captured. Returns false when it lies outside of any window.
   */
  receive(sequence: number, octets: Uint8Array, length: number, at: number, label: Label): boolean {
    this.#base ??= sequence
    const start = this.#offsetOf(sequence)
    if (start > this.#highest + MAX_WINDOW) return false
    if (this.#ended) return true
    if (length === 0) {
      // An empty segment ahead tells of octets that were not captured; one ahead by one may stand behind a FIN.
      if (this.#finAt === undefined && start > this.#highest + 1) this.#highest = start
      return true
    }
    this.#highest = Math.max(this.#highest, start + length)
    if (this.#isBroken) return true
    if (start <= this.#next && this.#waiting.length === 0) this.#handOn(start, octets, at, label)
    else {
      this.#wait({ start, octets, label })
      this.#handOnWaiting(at)
      if (this.#waiting.length > MAX_WAITING_SEGMENTS) this.#break(at)
    }
    this.#endIfReached(at)
    return true
  }

  /** The sender says that no octet follows the one before `sequence`. */
  finish(sequence: number, at: number): void {
    this.#base ??= sequence
    if (this.#finAt !== undefined) return
    const finAt = this.#offsetOf(sequence)
    if (finAt < this.#next || finAt > this.#highest + MAX_WINDOW) return
    this.#finAt = finAt
    this.#highest = Math.max(this.#highest, finAt)
    this.#endIfReached(at)
  }

  /** The peer acknowledges everything before `sequence`. */
  acknowledge(sequence: number): void {
    if (this.#base === undefined) return
    const offset = this.#offsetOf(sequence)
    if (offset > this.#acknowledged && offset <= this.#highest + MAX_WINDOW) this.#acknowledged = offset
  }

  /** The octets before `sequence` that have not come are known to be missing, and have been told of. */
  lose(sequence: number): void {
    this.#highest = Math.max(this.#highest, this.#offsetOf(sequence))
    this.#missed = this.#highest - this.#next
    this.#isBroken = true
    this.#waiting = []
  }

  /** No more segments follow: tells what is missing. */
  close(at: number): void {
    if (this.#ended) return
    // One more than the octets is acknowledged when a FIN that was not captured counts.
    if (this.#finAt === undefined && this.#acknowledged > this.#highest + 1) this.#highest = this.#acknowledged
    this.#break(at)
    if (this.#finAt !== undefined) this.#end(at)
  }

  /** The offset nearest to the octets seen last: sequence numbers are modulo 2^32, and wrap around. */
  #offsetOf(sequence: number): number {
    return this.#highest + ((sequence - (this.#base ?? 0) - this.#highest) | 0)
  }

  #handOn(start: number, octets: Uint8Array, at: number, label: Label): void {
    const fresh = octets.subarray(this.#next - start)
    if (fresh.length === 0) return
    this.#next += fresh.length
    this.#observer.octets(fresh, at, label)
  }

  #handOnWaiting(at: number): void {
    let taken = 0
    for (const { start, octets, label } of this.#waiting) {
      if (start > this.#next) break
      this.#handOn(start, octets, at, label)
      taken += 1
    }
    if (taken > 0) this.#waiting.splice(0, taken)
  }

  /** Keeps of a segment what is not waiting already. */
  #wait({ start, octets, label }: Waiting<Label>): void {
    const end = start + octets.length
    const first = this.#placeOf(start)
    const merged: Waiting<Label>[] = []
    let from = Math.max(start, this.#next)
    const keep = (until: number) => {
      if (until > from) merged.push({ start: from, octets: octets.subarray(from - start, until - start), label })
    }
    let place = first
    for (let there = this.#waiting[place]; there !== undefined && there.start < end; there = this.#waiting[++place]) {
      keep(there.start)
      merged.push(there)
      from = there.start + there.octets.length
    }
    keep(end)
    this.#waiting.splice(first, place - first, ...merged)
  }

  /** The first waiting segment that ends behind `start`, found by bisection. */
  #placeOf(start: number): number {
    let low = 0
    let high = this.#waiting.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const { start: from, octets } = this.#waiting[middle] as Waiting<Label>
      if (from + octets.length <= start) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Gives up what is missing, and what waits behind it. */
  #break(at: number): void {
    const untold = this.#highest - this.#next - this.#missed
    this.#waiting = []
    if (untold <= 0) return
    this.#isBroken = true
    this.#missed += untold
    this.#observer.gap(untold, at)
  }

  #endIfReached(at: number): void {
    if (this.#ended || this.#finAt === undefined) return
    if (this.#isBroken) this.#break(at)
    else if (this.#next < this.#finAt) return
    this.#end(at)
  }

  #end(at: number): void {
    this.#ended = true
    this.#observer.end(at)
  }
}
