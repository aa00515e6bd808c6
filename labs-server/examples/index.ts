/** Runs that are there to be read: protocols that no lab shows yet, spoken by real servers and real clients. One row each. */

export interface Example {
  /** Its file: `recordings/ID.json`. */
  readonly id: string
  readonly title: string
  /** One sentence: what there is to see. */
  readonly summary: string
}

export const EXAMPLES: readonly Example[] = [
  {
    id: 'event-stream',
    title: 'An event stream',
    summary:
      'Server-sent events that were written as the server liked: two in one chunk, one in two, and a heartbeat between.',
  },
  {
    id: 'web-socket',
    title: 'A WebSocket',
    summary:
      'The handshake, masked and compressed frames, a message in three fragments with a ping among them, and the close.',
  },
  {
    id: 'http2',
    title: 'HTTP/2',
    summary:
      'Three streams of one connection at once: events going down, a gzip answer, and a WebSocket inside a stream.',
  },
  {
    id: 'forever-frame',
    title: 'A forever frame',
    summary: 'The page that never ends: padding, and then a script element for every message, as in 2006.',
  },
  {
    id: 'by-hand',
    title: 'Octets by hand',
    summary: 'A request in four pieces, as from the raw console: each is answered before the next has been sent.',
  },
]
