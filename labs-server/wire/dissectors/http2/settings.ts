/** What one endpoint has announced, and what of it the other has acknowledged: RFC 9113 sections 6.5.2 and 6.5.3. */
import {
  ENABLE_CONNECT_PROTOCOL,
  ENABLE_PUSH,
  HEADER_TABLE_SIZE,
  INITIAL_WINDOW_SIZE,
  MAX_CONCURRENT_STREAMS,
  MAX_FRAME_SIZE,
  MAX_HEADER_LIST_SIZE,
  NO_RFC7540_PRIORITIES,
  SETTINGS,
} from './registries.ts'

/** Values by identifier; those of identifiers that nobody defined are not kept: "MUST ignore". */
export type Settings = Readonly<Record<number, number>>

/** RFC 9113 section 6.5.2: what holds before the first SETTINGS frame. */
export const INITIAL_SETTINGS: Settings = {
  [HEADER_TABLE_SIZE]: 4096,
  [ENABLE_PUSH]: 1,
  [MAX_CONCURRENT_STREAMS]: Number.POSITIVE_INFINITY,
  [INITIAL_WINDOW_SIZE]: 65_535,
  [MAX_FRAME_SIZE]: 16_384,
  [MAX_HEADER_LIST_SIZE]: Number.POSITIVE_INFINITY,
  [ENABLE_CONNECT_PROTOCOL]: 0,
  [NO_RFC7540_PRIORITIES]: 0,
}

/**
 * The settings of one endpoint over time.
 *
 * A setting binds the other end from its acknowledgement on, and that stands in the other end's own octets: so what it
 * sends can be judged without knowing when anything arrived. Between the announcement and the acknowledgement it may
 * already use what it has been given, so the more generous of both counts.
 */
export class AnnouncedSettings {
  /** What held at first, and what holds after each SETTINGS frame. */
  readonly #versions: Settings[] = [INITIAL_SETTINGS]
  #acknowledged = 0
  #permitted: Settings = INITIAL_SETTINGS

  /** Whether a SETTINGS frame has come. */
  get isSeen(): boolean {
    return this.#versions.length > 1
  }

  /** What holds when everything is acknowledged. */
  get latest(): Settings {
    return this.#versions.at(-1) as Settings
  }

  get acknowledged(): Settings {
    return this.#versions[this.#acknowledged] as Settings
  }

  /** Whether a SETTINGS frame has not been acknowledged. */
  get isWaiting(): boolean {
    return this.#acknowledged < this.#versions.length - 1
  }

  /** The most that the other end may use. */
  get permitted(): Settings {
    return this.#permitted
  }

  announce(changes: readonly (readonly [identifier: number, value: number])[]): void {
    const next: Record<number, number> = { ...this.latest }
    for (const [identifier, value] of changes) if (identifier in SETTINGS) next[identifier] = value
    this.#versions.push(next)
    this.#permitted = Object.fromEntries(
      Object.entries(this.#permitted).map(([identifier, value]) => [
        identifier,
        Math.max(value, next[Number(identifier)] ?? 0),
      ]),
    )
  }

  acknowledge(): void {
    this.#acknowledged += 1
    if (!this.isWaiting) this.#permitted = this.acknowledged
  }
}
