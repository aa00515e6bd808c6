/** The TCP connections of a capture: each segment goes to the connection between its two ports, until another begins there. */
import { DIRECTIONS, type Direction } from '../../pdu.ts'
import type { TraceRecord } from '../../trace.ts'
import { MAX_CONNECTIONS } from '../capture.ts'
import { protocolOf } from '../first-octets.ts'
import type { PacketNotes } from './packet.ts'
import { are, grouped, type Problems, packets } from './problems.ts'
import { type ConnectionObserver, MISSING_IN_CAPTURE, type Opening, TcpConnection } from './tcp-connection.ts'
import type { TcpSegment } from './tcp-segment.ts'

/** A connection that has been opened, and where its `open` stands among the records. */
interface Opened {
  readonly connection: TcpConnection
  readonly place: number
  readonly notes: PacketNotes
}

export class Connections {
  readonly #problems: Problems
  readonly #current = new Map<string, TcpConnection>()
  readonly #opened = new Map<number, Opened>()
  readonly #records: TraceRecord[] = []
  #started = 0
  #lastId = 0

  constructor(problems: Problems) {
    this.#problems = problems
  }

  /** Takes in a segment whose packet stands at `offset` of the file; `time` is in milliseconds since the run started. */
  receive(segment: TcpSegment, time: number, offset: number, notes?: PacketNotes): void {
    const { source, destination } = segment
    const key = source < destination ? `${source} ${destination}` : `${destination} ${source}`
    let connection = this.#current.get(key)
    if (connection === undefined || (segment.isSyn && connection.isOver(segment))) {
      connection?.finish()
      if (this.#started >= MAX_CONNECTIONS) {
        this.#current.delete(key)
        this.#problems.count('too-many', offset, tooMany)
        return
      }
      connection = this.#start()
      this.#current.set(key, connection)
    }
    if (connection.receive(segment, time, notes)) return
    this.#problems.count('outside-window', offset, outsideWindow)
  }

  /** No more segments follow: the records of all connections, in the order of their times. */
  finish(): readonly TraceRecord[] {
    for (const connection of this.#current.values()) connection.finish()
    for (const { connection, place, notes } of this.#opened.values()) {
      const [client, server] = DIRECTIONS.map((direction) => connection.firstOctets(direction))
      const protocol = notes.connection
        ? notes.connection.protocol
        : protocolOf(client as Uint8Array, server as Uint8Array)
      const open = this.#records[place] as Extract<TraceRecord, { kind: 'open' }>
      if (protocol !== undefined) this.#records[place] = { ...open, protocol }
    }
    return inOrder(this.#records)
  }

  #start(): TcpConnection {
    const observer: ConnectionObserver = {
      opened: (opening, at) => this.#open(connection, opening, at),
      record: (record) => this.#record(record),
    }
    this.#started += 1
    const connection = new TcpConnection(observer)
    return connection
  }

  #open(connection: TcpConnection, { client, server, isBeginningSeen, notes }: Opening, at: number): number {
    const told = notes.connection
    const id = told !== undefined && !this.#opened.has(told.id) ? told.id : this.#nextId()
    this.#opened.set(id, { connection, place: this.#records.length, notes })
    const ends = told === undefined ? { client, server } : endsOf(told)
    const tls = told?.tls
    this.#records.push({ kind: 'open', connection: id, at, ...ends, ...(tls !== undefined && { tls }) })
    if (!isBeginningSeen) this.#problems.count('beginning', id, beginning)
    return id
  }

  #nextId(): number {
    do this.#lastId += 1
    while (this.#opened.has(this.#lastId))
    return this.#lastId
  }

  #record(record: TraceRecord): void {
    this.#records.push(record)
    if (record.kind !== 'gap' || record.limit !== MISSING_IN_CAPTURE) return
    const { connection, direction, octets } = record
    this.#problems.say(
      `Connection ${connection}: ${grouped(octets)} octets ${sentIn(direction)} are missing in the capture, or come behind such as are missing. They are not shown.`,
    )
  }
}

const tooMany = (count: number, which: string) =>
  `${packets(count)} of connections beyond the first ${grouped(MAX_CONNECTIONS)} ${are(count)} left out (at octet ${which} of the file).`

const outsideWindow = (count: number, which: string) =>
  `${packets(count)} with a sequence number that no window of the connection could hold ${are(count)} left out (at octet ${which} of the file).`

const beginning = (count: number, which: string) =>
  `${count === 1 ? 'Connection' : 'Connections'} ${which} had begun before the capture did: the octets before are missing, and who is the client was told by the first octets or by the ports.`

function endsOf({ client, server, seenAt }: NonNullable<PacketNotes['connection']>) {
  return {
    ...(client !== undefined && { client }),
    ...(server !== undefined && { server }),
    ...(seenAt !== undefined && { seenAt }),
  }
}

function sentIn(direction: Direction): string {
  return direction === 'client-to-server' ? 'from the client' : 'from the server'
}

/** Most captures are in order as they stand. */
function inOrder(records: readonly TraceRecord[]): readonly TraceRecord[] {
  const isInOrder = records.every((record, place) => place === 0 || (records[place - 1] as TraceRecord).at <= record.at)
  return isInOrder ? records : records.toSorted((one, other) => one.at - other.at)
}
