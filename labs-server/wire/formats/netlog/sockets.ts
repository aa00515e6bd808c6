/** The sockets of a NetLog: their addresses, and the octets that passed where the log was told to keep them. */
import type { Direction } from '../../pdu.ts'
import type { TraceRecord } from '../../trace.ts'
import { fromBase64 } from '../base64.ts'
import { protocolOf } from '../first-octets.ts'
import { countOf, textOf } from '../json-values.ts'
import type { Problems } from '../packets/problems.ts'
import { grouped } from '../packets/problems.ts'
import { concatenated } from '../rebuilt-octets.ts'
import type { NetLogEvent } from './events.ts'

/** Octets as they passed, or none with only their number. */
interface Passage {
  readonly time: number
  readonly direction: Direction
  readonly octets: Uint8Array
}

interface NetLogSocket {
  readonly openedAt: number
  client: string | undefined
  server: string | undefined
  /** What TLS agreed on (RFC 7301): `h2`. */
  agreedProtocol: string | undefined
  /** `TLS 1.3`. */
  tlsVersion: string | undefined
  readonly plain: Passage[]
  /** What passed inside TLS. */
  readonly secured: Passage[]
  serverEndedAt: number | undefined
  closedAt: number | undefined
}

/** How many of a direction's first octets tell its protocol. */
const ENOUGH_TO_TELL = 64

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  SOCKET_BYTES_SENT: 'client-to-server',
  SSL_SOCKET_BYTES_SENT: 'client-to-server',
  SOCKET_BYTES_RECEIVED: 'server-to-client',
  SSL_SOCKET_BYTES_RECEIVED: 'server-to-client',
}

export class NetLogSockets {
  readonly #problems: Problems
  readonly #sockets = new Map<number, NetLogSocket>()
  /** How many octets passed of which the log holds only the number. */
  #unkept = 0

  constructor(problems: Problems) {
    this.#problems = problems
  }

  /** Whether the log holds octets at all. */
  get haveOctets(): boolean {
    return [...this.#sockets.values()].some(({ plain, secured }) => plain.length > 0 || secured.length > 0)
  }

  get unkeptOctets(): number {
    return this.#unkept
  }

  read(event: NetLogEvent): void {
    if (event.sourceType !== 'SOCKET') return
    const direction = Object.hasOwn(DIRECTIONS, event.type) ? DIRECTIONS[event.type] : undefined
    if (direction !== undefined) {
      this.#pass(event, direction)
      return
    }
    switch (event.type) {
      case 'TCP_CONNECT':
        if (event.phase === 'end') this.#connect(event)
        break
      case 'SSL_CONNECT': {
        const protocol = textOf(event.params.next_proto)
        const version = /^(?:TLS|SSL) \d\.\d$/.exec(textOf(event.params.version) ?? '')?.[0]
        if (event.phase === 'end' && protocol !== undefined) this.#socketOf(event).agreedProtocol = protocol
        if (event.phase === 'end' && version !== undefined) this.#socketOf(event).tlsVersion = version
        break
      }
      case 'SOCKET_ALIVE': {
        const socket = this.#sockets.get(event.source)
        if (event.phase === 'end' && socket !== undefined) socket.closedAt = event.time
        break
      }
    }
  }

  /** The records of every socket that octets passed through, in order of time; times count from `startedAt`. */
  records(startedAt: number): readonly TraceRecord[] {
    const used = [...this.#sockets.values()].filter(({ plain, secured }) => plain.length + secured.length > 0)
    return used
      .flatMap((socket, place) => recordsOf(socket, place + 1, startedAt))
      .toSorted((one, other) => one.at - other.at)
  }

  /** When the first of the connections was there; undefined without one. */
  get startedAt(): number | undefined {
    const times = [...this.#sockets.values()].map(({ openedAt }) => openedAt)
    return times.length === 0 ? undefined : times.reduce((least, time) => Math.min(least, time))
  }

  #socketOf({ source, time }: NetLogEvent): NetLogSocket {
    const known = this.#sockets.get(source)
    if (known !== undefined) return known
    const socket: NetLogSocket = {
      openedAt: time,
      client: undefined,
      server: undefined,
      agreedProtocol: undefined,
      tlsVersion: undefined,
      plain: [],
      secured: [],
      serverEndedAt: undefined,
      closedAt: undefined,
    }
    this.#sockets.set(source, socket)
    return socket
  }

  #connect(event: NetLogEvent): void {
    const server = textOf(event.params.remote_address)
    // Without an address the connection was refused: nothing can have passed.
    if (server === undefined) return
    const socket = this.#socketOf(event)
    socket.server = server
    socket.client = textOf(event.params.local_address)
  }

  #pass(event: NetLogEvent, direction: Direction): void {
    const socket = this.#socketOf(event)
    const isSecured = event.type.startsWith('SSL_')
    const text = textOf(event.params.bytes)
    const count = countOf(event.params.byte_count)
    if (text === undefined) {
      if (count === 0 && direction === 'server-to-client') socket.serverEndedAt = event.time
      else if (!isSecured) this.#unkept += count ?? 0
      return
    }
    const octets = fromBase64(text)
    if (octets === undefined || (count !== undefined && count !== octets.length)) {
      this.#problems.count(
        'octets-malformed',
        event.source,
        (times, which) =>
          `The octets of ${times === 1 ? 'one event are' : `${grouped(times)} events are`} not Base64 of as many as it says (source ${which}): left out, and what follows on that connection may not be readable.`,
      )
      return
    }
    if (octets.length > 0) (isSecured ? socket.secured : socket.plain).push({ time: event.time, direction, octets })
  }
}

function recordsOf(socket: NetLogSocket, connection: number, startedAt: number): readonly TraceRecord[] {
  const { plain, secured, client, server, tlsVersion, serverEndedAt, closedAt } = socket
  const passages = secured.length > 0 ? secured : plain
  const protocol = protocolOfSocket(socket, passages)
  const records: TraceRecord[] = [
    {
      kind: 'open',
      connection,
      at: socket.openedAt - startedAt,
      ...(protocol !== undefined && { protocol }),
      ...(client !== undefined && { client }),
      ...(server !== undefined && { server }),
      ...(secured.length > 0 && { tls: tlsVersion ?? 'TLS' }),
    },
  ]
  for (const { time, direction, octets } of passages) {
    records.push({ kind: 'octets', connection, at: time - startedAt, direction, octets })
  }
  if (serverEndedAt !== undefined) {
    records.push({ kind: 'end', connection, at: serverEndedAt - startedAt, direction: 'server-to-client' })
  }
  if (closedAt !== undefined) records.push({ kind: 'close', connection, at: closedAt - startedAt, how: 'closed' })
  return records
}

function protocolOfSocket({ agreedProtocol }: NetLogSocket, passages: readonly Passage[]): string | undefined {
  if (agreedProtocol === 'h2') return 'http2'
  const first = (wanted: Direction) => {
    const pieces: Uint8Array[] = []
    let length = 0
    for (const { direction, octets } of passages) {
      if (length >= ENOUGH_TO_TELL) break
      if (direction !== wanted) continue
      pieces.push(octets)
      length += octets.length
    }
    return concatenated(pieces)
  }
  return protocolOf(first('client-to-server'), first('server-to-client'))
}
