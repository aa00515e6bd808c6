/**
 * Whose a connection is before it says anything, where the labs server itself is the client: its console tells by the two ends of
 * the connection. So a reader's own view shows even octets that name nobody.
 */
import type { Owner } from './first-request.ts'

/** One end of a connection: `127.0.0.1:52044`. */
export function endOf(address = '', port = 0): string {
  const plain = address.replace(/^::ffff:/, '') // An IPv4 address as an IPv6 socket tells it (RFC 4291 section 2.5.5.2).
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`
}

/** Tells a connection from every other that is open: its client's end and its server's. */
export function endsOf(client: string, server: string): string {
  return `${client} ${server}`
}

export class Claims {
  /** Connections that are being opened and whose port is not known yet. */
  #expected = 0
  /** Connections that were accepted meanwhile: each may be one of those. */
  readonly #accepted = new Map<string, (owner: Owner) => void>()
  /** Connections whose port is known, and which have not been accepted yet. */
  readonly #claimed = new Map<string, Owner>()

  /**
   * A connection of `owner` is about to be opened. What is returned is to be called once: with its ends, or with nothing when it
   * failed.
   */
  expect(owner: Owner): (ends: string | undefined) => void {
    this.#expected += 1
    return (ends) => {
      this.#expected -= 1
      const belongTo = ends === undefined ? undefined : this.#accepted.get(ends)
      if (belongTo) belongTo(owner)
      else if (ends !== undefined) this.#claimed.set(ends, owner)
      if (this.#expected === 0) this.#accepted.clear()
    }
  }

  /** A connection between these ends was accepted; `belongTo` is told whose it is, now or soon, if it was claimed. */
  accepted(ends: string, belongTo: (owner: Owner) => void): void {
    const owner = this.#claimed.get(ends)
    this.#claimed.delete(ends)
    if (owner !== undefined) belongTo(owner)
    else if (this.#expected > 0) this.#accepted.set(ends, belongTo)
  }

  /** The connection between these ends is gone: the next one may be somebody else's. */
  forget(ends: string): void {
    this.#claimed.delete(ends)
  }
}
