/** What the script of the current run saw, as it comes: bounded, and drawn at most once a frame. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ScriptEvent } from '#labs/lab-client.ts'

/** How many events of one run are kept; the rest is counted. */
export const MAX_SCRIPT_EVENTS = 1000

export class ScriptEvents {
  #events: ScriptEvent[] = []
  #notKept = 0
  #frame = 0
  readonly #version: Signal<number> = signal(0)

  /** In the order in which the script saw them. Grows; events in it never change. */
  get events(): readonly ScriptEvent[] {
    return this.#events
  }

  /** How many events came after `MAX_SCRIPT_EVENTS`. */
  get notKept(): number {
    return this.#notKept
  }

  /** Grows when events have come, at most once a frame. */
  get version(): ReadonlySignal<number> {
    return this.#version
  }

  add(event: ScriptEvent): void {
    if (this.#events.length < MAX_SCRIPT_EVENTS) this.#events.push(event)
    else this.#notKept += 1
    if (this.#frame !== 0) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#version.value += 1
    })
  }

  clear(): void {
    this.#events = []
    this.#notKept = 0
    this.#version.value += 1
  }
}
