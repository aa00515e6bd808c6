/**
 * One HTTP/1.1 connection: pairs responses with requests, and hands over when the protocol changes.
 *
 * Rule 1: responses answer requests in order, however many requests are on their way (RFC 9112 section 9.3.2).
 * Rule 2: what a client sends behind a request to switch protocols waits until the answer tells what it is.
 * Rule 3: where only the server's direction is seen, each response is read as the answer to a GET.
 */
import { carryingNow } from '../../carrying.ts'
import { describeContent } from '../../content-description.ts'
import type { Agreed, CarriedContent, Dissector, DissectorStart, EndedBy, HandOff } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { contentLayerFor, type HandshakeVerdict, isContentExpected } from '../../layer.ts'
import { latin1 } from '../../octets.ts'
import { DIRECTIONS, type Direction, type Pdu } from '../../pdu.ts'
import { FAULTS } from './faults.ts'
import { type Field, fieldsNamed } from './fields.ts'
import { type Blame, framingOf, type RequestFacts } from './framing.ts'
import type { Head } from './head.ts'
import { lacksHost } from './host.ts'
import { lineAt, MAX_LINE_OCTETS } from './line.ts'
import { MessageReader, type Verdict } from './reader.ts'
import { isInterim } from './start-line.ts'
import { judgedBy, protocolSwitched, protocolsAsked, upgradeProtocols } from './upgrade.ts'

/** What the answer to a request needs to know of it. */
interface Asked extends RequestFacts {
  /** Protocols that the request offers to switch to. */
  readonly protocols: readonly string[]
  readonly fields: readonly Field[]
}

const UNSEEN: RequestFacts = { method: 'GET', version: 'HTTP/1.1' }

export class Http1Connection implements Dissector {
  handOff: HandOff | undefined
  /** Content that another layer reads. */
  readonly carried: CarriedContent[] = []
  lacksLayers = false
  readonly #start: DissectorStart
  readonly #requests: MessageReader
  readonly #responses: MessageReader
  /** Requests without a final response, by exchange; never more than the octets kept hold. */
  readonly #unanswered = new Map<number, Asked>()
  readonly #ended: Record<Direction, EndedBy | undefined> = {
    'client-to-server': undefined,
    'server-to-client': undefined,
  }

  constructor(start: DissectorStart) {
    const { streams, from } = start
    const source = (direction: Direction) => ({ direction, stream: streams[direction] })
    this.#start = start
    this.#requests = new MessageReader('request', source('client-to-server'), from['client-to-server'], {
      isUndecided: () => this.#isUndecided(),
      judge: (head, exchange) => this.#judgeRequest(head, exchange),
    })
    this.#responses = new MessageReader('response', source('server-to-client'), from['server-to-client'], {
      isUndecided: () => false,
      judge: (head, exchange) => this.#judgeResponse(head, exchange),
    })
  }

  advance(direction: Direction): readonly Pdu[] {
    const units: Pdu[] = []
    this.#read(direction, units)
    return units
  }

  end(direction: Direction, by: EndedBy): readonly Pdu[] {
    const units: Pdu[] = []
    this.#ended[direction] = by
    this.#read(direction, units)
    if (DIRECTIONS.every((each) => this.#ended[each] !== undefined)) this.#decideUnanswered(units)
    return units
  }

  pending(direction: Direction): Pdu | undefined {
    return this.handOff ? undefined : this.#reader(direction).pending()
  }

  #reader(direction: Direction): MessageReader {
    return direction === 'client-to-server' ? this.#requests : this.#responses
  }

  #read(direction: Direction, units: Pdu[]): void {
    const reader = this.#reader(direction)
    const { octets } = this.#start.streams[direction]
    while (this.handOff === undefined) {
      const wasUndecided = this.#isUndecided()
      const unit = reader.read(octets)
      if (unit === undefined) break
      units.push(unit)
      // The answer has come: read the client's octets at once, because the next response may answer one of them.
      if (direction === 'server-to-client' && wasUndecided && !this.#isUndecided()) {
        this.#read('client-to-server', units)
      }
    }
    const by = this.#ended[direction]
    if (this.handOff !== undefined || by === undefined) return
    if (direction === 'client-to-server' && this.#isUndecided()) return
    const last = reader.end(by)
    if (last !== undefined) units.push(last)
  }

  /** Whether the latest complete request asks for another protocol and has not been answered. */
  #isUndecided(): boolean {
    const asked = this.#unanswered.get(this.#requests.exchange - 1)
    return asked !== undefined && asked.protocols.length > 0
  }

  /** Both directions have ended without the answer: the waiting octets must speak for themselves. */
  #decideUnanswered(units: Pdu[]): void {
    const { octets } = this.#start.streams['client-to-server']
    while (this.handOff === undefined && this.#isUndecided() && this.#requests.at < octets.length) {
      const { at, exchange } = this.#requests
      if (!isRequestLineAt(octets, at)) {
        const [protocol = 'octets'] = this.#unanswered.get(exchange - 1)?.protocols ?? []
        this.#handOver(protocol, at, this.#responses.at)
        return
      }
      this.#unanswered.delete(exchange - 1)
      this.#read('client-to-server', units)
    }
  }

  #judgeRequest(head: Head, exchange: number): Verdict | undefined {
    const { startLine } = head
    if (startLine.kind !== 'request') return undefined
    // RFC 9113 section 3.4: a client that knows of HTTP/2 beforehand starts with this line.
    if (exchange === 0 && startLine.method === 'PRI' && startLine.version === 'HTTP/2.0') {
      this.#handOver('h2c', this.#requests.at, this.#responses.at)
      return undefined
    }
    const { lines, blame } = blameList()
    const framing = framingOf(head, UNSEEN, blame)
    const missing = lacksHost(head, blame) ? FAULTS['host-missing'] : undefined
    const { fields } = head
    const protocols = protocolsAsked(head, blame)
    this.#unanswered.set(exchange, { method: startLine.method, version: startLine.version, protocols, fields })
    const [offered] = protocols
    const verdict = offered === undefined ? undefined : judgedBy(offered, fields, lines, fieldMap(fields))
    return this.#verdict('client-to-server', exchange, head, {
      framing,
      faults: { lines, whole: missing ?? verdict?.whole },
      interim: false,
    })
  }

  #judgeResponse(head: Head, exchange: number): Verdict | undefined {
    const { startLine } = head
    if (startLine.kind !== 'response') return undefined
    const request = this.#unanswered.get(exchange)
    const { lines, blame } = blameList()
    const framing = framingOf(head, request ?? UNSEEN, blame)
    let whole = this.#isUnasked(exchange, startLine.statusCode) ? FAULTS['response-without-request'] : undefined
    let computed: HandshakeVerdict['computed']
    const end = headEnd(head)
    if (startLine.statusCode === 101) {
      if (upgradeProtocols(head.fields).length === 0) whole = FAULTS['upgrade-missing']
      const protocol = protocolSwitched(head, request?.protocols, blame)
      const agreed = agreedBy(request?.fields ?? [], head.fields)
      const verdict = request && judgedBy(protocol, head.fields, lines, agreed.request, agreed.response)
      whole ??= verdict?.whole
      computed = verdict?.computed
      this.#handOver(protocol, this.#requests.at, end, agreed)
    } else if (framing.kind === 'tunnel') this.#handOver('octets', this.#requests.at, end)
    if (!isInterim(startLine)) this.#unanswered.delete(exchange)
    return this.#verdict('server-to-client', exchange, head, {
      framing,
      faults: { lines, whole, computed },
      interim: isInterim(startLine),
    })
  }

  /** Carries the content on, if it is of a kind that another layer reads. */
  #verdict(direction: Direction, exchange: number, { fields }: Head, verdict: Verdict): Verdict {
    const described = describeContent(joined(fields, 'content-type'), joined(fields, 'content-encoding'))
    const kind = { ...described, direction }
    this.lacksLayers ||= isContentExpected(kind)
    const octets = contentLayerFor(kind) && carryingNow()?.newOctets()
    if (octets === undefined) return verdict
    this.carried.push({ kind: 'content', ...kind, octets, exchange })
    return { ...verdict, carried: octets }
  }

  /** Whether every request is answered already. Only a client's direction that is seen, and read, can tell. */
  #isUnasked(exchange: number, statusCode: number): boolean {
    const { streams, from } = this.#start
    const clientSeen = streams['client-to-server'].length > from['client-to-server']
    // RFC 9110 section 15.5.9: a server may send 408 when it gives up waiting for a request.
    return clientSeen && this.#requests.isIdle && exchange >= this.#requests.exchange && statusCode !== 408
  }

  #handOver(protocol: string, clientAt: number, serverAt: number, agreed?: Agreed): void {
    const at = { 'client-to-server': clientAt, 'server-to-client': serverAt }
    this.handOff = { protocol, at, ...(agreed && { agreed }) }
  }
}

function blameList(): { lines: Map<number, Fault>; blame: Blame } {
  const lines = new Map<number, Fault>()
  return {
    lines,
    // The first fault found on a line is the one to tell.
    blame: ({ place }, code) => {
      if (!lines.has(place)) lines.set(place, FAULTS[code])
    },
  }
}

function agreedBy(request: readonly Field[], response: readonly Field[]): Agreed {
  return { request: fieldMap(request), response: fieldMap(response) }
}

function fieldMap(fields: readonly Field[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const { name, value } of fields) {
    const before = values.get(name)
    values.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return values
}

function joined(fields: readonly Field[], name: string): string {
  return fieldsNamed(fields, name)
    .map(({ value }) => value)
    .join(', ')
}

function headEnd(head: Head): number {
  return head.parts.at(-1)?.ranges.at(-1)?.end ?? 0
}

function isRequestLineAt(octets: Uint8Array, start: number): boolean {
  const { end, terminated } = lineAt(octets.subarray(0, start + MAX_LINE_OCTETS), start)
  return terminated && /^[!#$%&'*+.^_`|~\w-]+ \S+ HTTP\/\d\.\d$/.test(latin1(octets.subarray(start, end)))
}
