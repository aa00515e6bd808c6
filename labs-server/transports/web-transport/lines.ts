/** What the labs server and its child say to each other: JSON, a line each, on the child's standard input and output. */

/** What has passed at the server's end of a session so far. Deno reports nothing of its own: its script counts. */
export interface Counts {
  readonly streamMessages: { readonly sent: number; readonly received: number }
  readonly streamOctets: { readonly sent: number; readonly received: number }
  readonly datagrams: { readonly sent: number; readonly received: number }
  readonly datagramOctets: { readonly sent: number; readonly received: number }
}

/** The first line to the child. */
export interface Start {
  /** PEM. */
  readonly key: string
  readonly cert: string
  readonly maxSessions: number
}

export type ToChild =
  | { readonly kind: 'message'; readonly session: number; readonly base64: string; readonly datagram: boolean }
  | { readonly kind: 'close'; readonly session: number }

export type FromChild =
  | { readonly kind: 'listening'; readonly port: number }
  /** `path` is that of the session's address, `/TOKEN`; `after` the number that its first message says. */
  | { readonly kind: 'open'; readonly session: number; readonly path: string; readonly after: number }
  | { readonly kind: 'message'; readonly session: number; readonly base64: string; readonly counts: Counts }
  /** A message down has been handed to QUIC: there is room for the next. */
  | { readonly kind: 'taken'; readonly session: number; readonly counts: Counts }
  | { readonly kind: 'closed'; readonly session: number }

/** Cuts text that comes in pieces into lines. */
export class Lines {
  #begun: string[] = []

  /** The lines that this piece completes. */
  take(piece: string): readonly string[] {
    const [first = '', ...others] = piece.split('\n')
    this.#begun.push(first)
    return others.map((next) => {
      const line = this.#begun.join('')
      this.#begun = [next]
      return line
    })
  }
}
