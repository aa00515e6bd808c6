/** What the script of the current run saw, as it comes: bounded, and drawn a moment after the wire. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { RecordedEvent } from '#wire/formats/recording.ts'

/** How many events of one run are kept; the rest is counted. */
export const MAX_SCRIPT_EVENTS = 1000

/**
 * How long after an event it is drawn, in milliseconds. A script hears of octets some milliseconds before the feed has
 * brought them: were its row drawn in a frame of its own just then, the row of the octets would wait for that frame.
 */
const DRAWN_AFTER_MS = 40

export class ScriptEvents {
  #events: RecordedEvent[] = []
  #notKept = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #version: Signal<number> = signal(0)

  /** In the order in which the script saw them. Grows; events in it never change. */
  get events(): readonly RecordedEvent[] {
    return this.#events
  }

  /** How many events came after `MAX_SCRIPT_EVENTS`. */
  get notKept(): number {
    return this.#notKept
  }

  /** Grows `DRAWN_AFTER_MS` after events have come. */
  get version(): ReadonlySignal<number> {
    return this.#version
  }

  add(event: RecordedEvent): void {
    if (this.#events.length < MAX_SCRIPT_EVENTS) this.#events.push(event)
    else this.#notKept += 1
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#version.value += 1
    }, DRAWN_AFTER_MS)
  }

  clear(): void {
    this.#events = []
    this.#notKept = 0
    this.#version.value += 1
  }
}
