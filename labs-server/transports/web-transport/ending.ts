/** How a session ends (W3C WebTransport, `closed`), in a sentence. Browsers tell no difference between Deno's farewell and a cut. */

/** Resolves when this side has closed the session; rejects when the server has, or when it is cut off. */
export async function endOf(session: WebTransport, isClosedHere: () => boolean): Promise<void> {
  await session.closed.catch((error: unknown) => {
    throw new Error(`The session is gone, closed by the server or cut off: ${error}`)
  })
  if (!isClosedHere()) throw new Error('The server closed the session.')
}
