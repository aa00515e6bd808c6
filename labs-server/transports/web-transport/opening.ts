/** What a session needs to come about, and the sentence that says what was missing. */

/** How long a session may take to come about, in milliseconds: without UDP, nothing answers. */
const PATIENCE_MS = 5000

/** @throws Error where a browser has no WebTransport, or not on this page. */
export function mustBePossible(): void {
  if (!isSecureContext) {
    throw new Error(
      'Browsers have WebTransport in secure contexts alone. Open this page as http://localhost on the machine that serves it.',
    )
  }
  if (typeof WebTransport === 'undefined') throw new Error('This browser has no WebTransport.')
}

/** Resolves when the session is open. @throws Error when it does not come about, or `signal` is aborted meanwhile. */
export async function hasComeAbout(session: WebTransport, address: string, signal: AbortSignal): Promise<void> {
  const late = setTimeout(() => session.close(), PATIENCE_MS)
  await session.ready.catch((error: unknown) => {
    throw new Error(`No session came about with ${new URL(address).origin}, which is reached by UDP: ${error}`)
  })
  clearTimeout(late)
  if (signal.aborted) session.close()
  signal.throwIfAborted()
}
