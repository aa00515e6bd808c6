/**
 * What a cut connection left unanswered, sent again. Nobody can tell whether it had arrived, so it keeps its number: the server
 * takes each number once, and messages behind a missing one would wait for it for ever.
 */
import type { ClientContext } from './channel.ts'
import { pause } from './pause.ts'

/** How often a request is tried, and how long the page waits before it tries again, in milliseconds. */
const MOST_TRIES = 3
const PAUSE_MS = 100

/** An answer that says no: the same request would be answered with it again. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

/** Calls `attempt` until it succeeds, is refused, or has failed three times. @throws what the last attempt threw. */
export async function sendAgain(
  { signal, saw }: ClientContext,
  of: string,
  attempt: () => Promise<void>,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (error instanceof Refused || signal.aborted || tries === MOST_TRIES) throw error
      saw('sends again', { of, detail: String(error) })
    }
    await pause(PAUSE_MS, signal)
  }
}
