/** What a lab's client half is given, and what it reports: the same in the page, in recordings and in tests. */
import type { OpenSocket } from '../transports/channel.ts'
import type { SwitchValues } from './lab.ts'

/**
 * Something the script saw happen: the outermost of the three boundaries (what the script saw, how the protocol framed it,
 * what the socket carried).
 */
export interface ScriptEvent {
  /** Milliseconds since the run started, on the page's clock. */
  readonly at: number
  /** The platform's own word: `fetch() resolved`, `read()`, `readyState 3`, `onmessage`. */
  readonly what: string
  /** How many octets it brought, where it brought any. */
  readonly octets?: number
  /** The end of the request-target that brought it, so that its octets can be ruled beside the wire's: `stream/1`. */
  readonly of?: string
  /** A sentence or a piece of text for the reader. */
  readonly detail?: string
}

export interface LabClientContext {
  /** The lab's own address: `http://localhost:4322/s/SESSION/LAB/`. Resolve every address against it. */
  readonly url: string
  /** The same at the origin over TLS, which speaks HTTP/2; absent where there is none. */
  readonly secureUrl?: string
  /** Milliseconds since the run started, on the server's clock as well as the page knows it. */
  now(): number
  /** Aborted when the reader presses Stop: end everything. */
  readonly signal: AbortSignal
  /** Opens a TCP connection to the labs, through the labs server's console; absent where there is none. */
  readonly openSocket?: OpenSocket
  /** Reports what the script saw; the time is noted by the caller. */
  saw(what: string, more?: Omit<ScriptEvent, 'at' | 'what'>): void
}

/** A lab's client half: ordinary web platform code. Resolves when its work is done; rejects only when it cannot do it. */
export type LabClient<Values = SwitchValues> = (context: LabClientContext, switches: Values) => Promise<void>
