/** Reads a NetLog, as chrome://net-export and `--log-net-log` write it. */
import { type Capture, MAX_CONNECTIONS, UnreadableFile } from '../capture.ts'
import type { JsonImport } from '../json-import.ts'
import type { JsonEnd } from '../json-reader.ts'
import { type JsonObject, objectOf, textOf } from '../json-values.ts'
import { grouped, Problems } from '../packets/problems.ts'
import { NetLogEvents } from './events.ts'
import { NetLogRequests } from './requests.ts'
import { NetLogSockets } from './sockets.ts'

const HOW_TO_KEEP_OCTETS =
  'To record one with octets, choose "Include raw bytes" at chrome://net-export, or start the browser with --log-net-log=FILE --net-log-capture-mode=Everything.'

export class NetLogImport implements JsonImport {
  readonly #problems = new Problems()
  readonly #events: NetLogEvents
  readonly #sockets = new NetLogSockets(this.#problems)
  readonly #requests = new NetLogRequests()
  readonly #writtenBy: string
  #read = 0
  #quicSessions = 0

  /** `before` is what stood in front of the events: the constants, by which they are read. */
  constructor(before: JsonObject) {
    const constants = objectOf(before.constants) ?? {}
    this.#events = new NetLogEvents(constants)
    if (!this.#events.areKnown) {
      throw new UnreadableFile(
        'This file has events, but no constants of a NetLog in front of them, without which nobody can tell which is which.',
      )
    }
    const client = objectOf(constants.clientInfo)
    this.#writtenBy = [textOf(client?.name), textOf(client?.version)].filter(Boolean).join(' ')
  }

  element(_path: string, value: unknown, index: number): void {
    const event = this.#events.read(value)
    if (event === undefined) {
      this.#problems.count(
        'not-an-event',
        index + 1,
        (count, which) =>
          `${count === 1 ? 'One event' : `${grouped(count)} events`} of a kind that the file does not explain ${count === 1 ? 'was' : 'were'} left out (event ${which}).`,
      )
      return
    }
    this.#read += 1
    this.#sockets.read(event)
    this.#requests.read(event)
    if (event.type === 'QUIC_SESSION' && event.phase === 'begin') this.#quicSessions += 1
  }

  end({ fault }: JsonEnd): Capture {
    // A log of a browser that was ended, not closed, lacks its last line.
    if (fault !== undefined) {
      this.#problems.say(`The file ${fault}. What comes before has been read: ${grouped(this.#read)} events.`)
    }
    if (this.#quicSessions > 0) {
      const many = this.#quicSessions === 1 ? 'A connection' : `${grouped(this.#quicSessions)} connections`
      this.#problems.say(
        `${many} of QUIC (HTTP/3) cannot be read, and ${this.#quicSessions === 1 ? 'is' : 'are'} left out.`,
      )
    }
    const { haveOctets } = this.#sockets
    const from = haveOctets ? this.#sockets : this.#requests
    if (!haveOctets && (this.#sockets.unkeptOctets > 0 || this.#requests.count > 0)) {
      this.#problems.say(
        `This log was recorded without octets, so what is shown are the heads of ${grouped(this.#requests.count)} requests, written anew, each on a connection of its own, and without content. ${HOW_TO_KEEP_OCTETS}`,
      )
    } else if (this.#sockets.unkeptOctets > 0) {
      this.#problems.say(
        `Of ${grouped(this.#sockets.unkeptOctets)} octets the log holds only the number: where they are missing, what follows may not be readable. ${HOW_TO_KEEP_OCTETS}`,
      )
    }
    if (!haveOctets && this.#requests.leftOut > 0) {
      this.#problems.say(
        `Requests beyond the first ${grouped(MAX_CONNECTIONS)} are left out: ${grouped(this.#requests.leftOut)} of them.`,
      )
    }
    const startedAt = from.startedAt ?? 0
    return {
      format: 'netlog',
      run: { id: 'netlog', lab: '', switches: {}, startedAt, server: '' },
      records: from.records(startedAt),
      script: [],
      octets: haveOctets ? 'observed' : 'rebuilt',
      writtenBy: this.#writtenBy,
      problems: this.#problems.sentences,
    }
  }
}
