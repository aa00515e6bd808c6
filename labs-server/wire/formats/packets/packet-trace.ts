/** From packets to a trace: through link layer, IP and TCP, and through TLS where the file holds the keys. */
import type { RunInfo } from '../../trace.ts'
import type { Capture } from '../capture.ts'
import { Connections } from './connections.ts'
import { readIp } from './ip.ts'
import { ipOffsetFor, LINK_TYPE_NAMES } from './link-layer.ts'
import { millisecondsBetween, nanosecondsOf, wholeMilliseconds } from './nanoseconds.ts'
import type { Packet } from './packet.ts'
import { are, type Problems, packets } from './problems.ts'
import { readSegment } from './tcp-segment.ts'
import { withoutTls } from './tls-connections.ts'

/** What the file says of itself. */
export interface FileFacts {
  readonly format: 'pcapng' | 'pcap'
  readonly writtenBy: string
  /** The run, where the file is our own. */
  readonly run: RunInfo | undefined
  /** The names of hosts, where the file holds such, by address. */
  readonly names: ReadonlyMap<string, string>
  /** All lines of all key logs in the file (RFC 9850). */
  readonly keyLog: string
  /** `rebuilt` where the file is our own, and says that its octets were written from messages. */
  readonly octets: Capture['octets']
}

export class PacketTrace {
  readonly #problems: Problems
  readonly #connections: Connections
  /** What times count from, in nanoseconds since 1970 UTC. */
  #origin: bigint | undefined

  constructor(problems: Problems) {
    this.#problems = problems
    this.#connections = new Connections(problems)
  }

  /** Times count from here: milliseconds since 1970 UTC. Without it, from the millisecond of the first packet. */
  startAt(ms: number): void {
    this.#origin ??= nanosecondsOf(ms)
  }

  add({ linkType, time, octets, offset, notes }: Packet): void {
    this.#origin ??= nanosecondsOf(wholeMilliseconds(time))
    const ipOffset = ipOffsetFor(linkType)
    if (ipOffset === undefined) {
      this.#problems.count(
        `link-type-${linkType}`,
        offset,
        (count, which) =>
          `${packets(count)} of link type ${linkType} cannot be read (at octet ${which} of the file): ${LINK_TYPE_NAMES.join(', ')} can.`,
      )
      return
    }
    const start = ipOffset(octets)
    const read = start === -1 ? 'not-ip' : readIp(octets.subarray(start))
    if (typeof read === 'string') {
      this.#leaveOut(read, offset)
      return
    }
    const segment = readSegment(read)
    if (segment === undefined) {
      this.#leaveOut('malformed', offset)
      return
    }
    if (segment.payload.length < segment.payloadLength) this.#problems.count('in-part', offset, capturedInPart)
    this.#connections.receive(segment, millisecondsBetween(this.#origin, time), offset, notes)
  }

  /** No more packets follow. */
  finish(facts: FileFacts): Capture {
    const origin = this.#origin ?? 0n
    const observed = this.#connections.finish()
    const servers = new Set(observed.flatMap((record) => (record.kind === 'open' ? (record.server ?? []) : [])))
    const run: RunInfo = facts.run ?? {
      id: facts.format,
      lab: '',
      switches: {},
      startedAt: wholeMilliseconds(origin),
      server: namesOf(servers, facts.names).join(', '),
    }
    const records = withoutTls(run, observed, facts.keyLog, this.#problems)
    const { format, writtenBy, octets } = facts
    return { format, run, records, script: [], octets, writtenBy, problems: this.#problems.sentences }
  }

  #leaveOut(why: keyof typeof LEFT_OUT, offset: number): void {
    this.#problems.count(why, offset, LEFT_OUT[why])
  }
}

const LEFT_OUT = {
  'not-ip': (count: number) => `${packets(count)} ${are(count)} not IP, and left out.`,
  'not-tcp': (count: number) => `${packets(count)} ${are(count)} not TCP, and left out.`,
  fragment: (count: number, which: string) =>
    `${packets(count)} ${are(count)} only a fragment of an IP packet; fragments are not put together, but left out (at octet ${which} of the file).`,
  malformed: (count: number, which: string) =>
    `${packets(count)} cannot be read as IP and TCP, and ${are(count)} left out (at octet ${which} of the file).`,
}

const capturedInPart = (count: number, which: string) =>
  `${packets(count)} ${count === 1 ? 'was' : 'were'} captured only in part (at octet ${which} of the file): the capture had a snapshot length.`

/** The names of the hosts at these ends: `example.com` for `192.0.2.80:443`. */
function namesOf(ends: ReadonlySet<string>, names: ReadonlyMap<string, string>): readonly string[] {
  return [...ends].flatMap((end) => names.get(end.slice(0, end.lastIndexOf(':'))) ?? [])
}
