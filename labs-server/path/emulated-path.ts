/**
 * The emulated path of one connection: as late, as slow and as unreliable as its run asks. It holds octets for half of a
 * round-trip time in each direction, and the first ones until a TCP handshake over such a path would be done (RFC 9293
 * section 3.5: one round trip); it puts them on the line one after another; and it may lose the connection.
 */
import type { CutHow, PathOptions } from '#labs/path-options.ts'
import type { Direction } from '#wire/pdu.ts'
import type { Limits } from '../limits.ts'
import type { Cut } from './cut.ts'
import { Lane, type Leave } from './lane.ts'

/** Octets that a line hands over together: those of so many milliseconds, as a reader's screen could tell them apart. */
const PIECE_MS = 20
/** No fewer than a segment of Ethernet carries (RFC 6691: 1500 octets without two headers of 20). */
const MIN_PIECE_OCTETS = 1460

export interface PathAround {
  /** When the connection was accepted, on the clock of `performance.now()`. */
  readonly openedAt: number
  readonly limits: Pick<Limits, 'maxHeldOctets' | 'lingerMs'>
  /** The run's cut, which all its paths share. */
  readonly cut?: Cut
}

export class EmulatedPath {
  readonly #lanes: Readonly<Record<Direction, Lane>>
  readonly #cut: Cut | undefined
  readonly #idleTimeoutMs: number
  #idle: NodeJS.Timeout | undefined
  #passedAt: number
  #octetsDown = 0
  #lost: ((how: CutHow) => void) | undefined
  /** The most octets that leave together. */
  readonly maxPieceOctets: number
  /** Milliseconds in which a client that was told of the end may say that it has none of its own. */
  readonly lingerMs: number

  constructor(options: PathOptions, { openedAt, limits, cut }: PathAround) {
    const { roundTripMs, octetsPerSecond, idleTimeoutMs } = options
    const lane = (openAt: number) =>
      new Lane({ delayMs: roundTripMs / 2, octetsPerSecond, openAt, maxOctets: limits.maxHeldOctets })
    this.#lanes = { 'client-to-server': lane(openedAt + roundTripMs), 'server-to-client': lane(openedAt) }
    this.maxPieceOctets =
      octetsPerSecond > 0
        ? Math.max(MIN_PIECE_OCTETS, Math.floor((octetsPerSecond * PIECE_MS) / 1000))
        : Number.POSITIVE_INFINITY
    this.lingerMs = limits.lingerMs
    this.#cut = cut
    this.#passedAt = performance.now()
    this.#idleTimeoutMs = idleTimeoutMs
    this.#watchIdle(idleTimeoutMs)
  }

  /** Calls `lost` when the path loses the connection: at most once, or once more after a half-close. */
  onLost(lost: (how: CutHow) => void): void {
    this.#lost = lost
  }

  /** How long octets that enter at `at` are held; undefined when they pass at once. */
  heldMs(direction: Direction, at: number, octets: number): number | undefined {
    const heldMs = this.#lanes[direction].dueAt(at, octets) - at
    return heldMs > 0 ? heldMs : undefined
  }

  /**
   * Holds `octets` octets that enter at `at`, until `leave` takes them out. Returns false when the direction is now full:
   * enter nothing more before `onRoom` calls.
   */
  hold(direction: Direction, at: number, octets: number, leave: Leave): boolean {
    const lane = this.#lanes[direction]
    this.#passedAt = at
    lane.enter(at, octets, leave)
    return !lane.full
  }

  /** Calls `room` once when the direction is no longer full. */
  onRoom(direction: Direction, room: () => void): void {
    this.#lanes[direction].onRoom(room)
  }

  /** What leaves in `direction` is wanted again. */
  resume(direction: Direction): void {
    this.#lanes[direction].resume()
  }

  /** How many of `octets` octets may go down to the client: fewer where the connection is lost among them. */
  roomDown(octets: number): number {
    this.#passedAt = performance.now()
    return this.#cut?.roomDown(this, octets) ?? octets
  }

  /** So many octets have gone down: the connection may be lost behind them. */
  wentDown(octets: number): void {
    this.#octetsDown += octets
    this.#cut?.wentDown(this)
  }

  /** The run's way down goes over this connection: it is the one to be lost. */
  carriesDown(): void {
    this.#cut?.carriesDown(this)
  }

  /** Octets from server to client that have passed. */
  get octetsDown(): number {
    return this.#octetsDown
  }

  /** Loses the connection now: what is held is lost, all of it or, when half-closed, what is on its way to the client. */
  lose(how: CutHow): void {
    this.#lanes['server-to-client'].close()
    if (how !== 'half-close') this.clear()
    this.#lost?.(how)
  }

  /** Forgets everything held: the connection is gone. */
  clear(): void {
    clearTimeout(this.#idle)
    this.#cut?.gone(this)
    for (const lane of Object.values(this.#lanes)) lane.close()
  }

  /** One timer that looks how long ago the last octet was, instead of one for each octet. */
  #watchIdle(waitMs: number): void {
    if (this.#idleTimeoutMs === 0) return
    this.#idle = setTimeout(() => {
      const leftMs = this.#passedAt + this.#idleTimeoutMs - performance.now()
      if (leftMs > 0) this.#watchIdle(Math.ceil(leftMs))
      else this.lose('reset')
    }, waitMs)
  }
}
