/**
 * Whose a connection is before it says anything, where the labs server itself is the client: its console tells by the port it
 * speaks from. So a reader's own view shows even octets that name nobody.
 */
import type { Owner } from './first-request.ts'

/** An end of a connection as its other end knows it: `127.0.0.1:52044`. */
export function endOf(address = '', port = 0): string {
  const plain = address.replace(/^::ffff:/, '') // An IPv4 address as an IPv6 socket tells it (RFC 4291 section 2.5.5.2).
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`
}

export class Claims {
  /** Connections that are being opened and whose port is not known yet. */
  #expected = 0
  /** Connections that were accepted meanwhile: each may be one of those. */
  readonly #accepted = new Map<string, (owner: Owner) => void>()
  /** Connections whose port is known, and which have not been accepted yet. */
  readonly #claimed = new Map<string, Owner>()

  /**
   * A connection of `owner` is about to be opened. What is returned is to be called once: with the address and port it comes
   * from, or with nothing when it failed.
   */
  expect(owner: Owner): (from: string | undefined) => void {
    this.#expected += 1
    return (from) => {
      this.#expected -= 1
      const belongTo = from === undefined ? undefined : this.#accepted.get(from)
      if (belongTo) belongTo(owner)
      else if (from !== undefined) this.#claimed.set(from, owner)
      if (this.#expected === 0) this.#accepted.clear()
    }
  }

  /** A connection from this address and port was accepted; `belongTo` is told whose it is, now or soon, if it was claimed. */
  accepted(from: string, belongTo: (owner: Owner) => void): void {
    const owner = this.#claimed.get(from)
    this.#claimed.delete(from)
    if (owner !== undefined) belongTo(owner)
    else if (this.#expected > 0) this.#accepted.set(from, belongTo)
  }

  /** The connection from this address and port is gone: the next one from there is somebody else's. */
  forget(from: string): void {
    this.#claimed.delete(from)
  }
}
