/** One TCP connection that a page has through the console, to the labs' own listener. */
import { connect, type Socket as TcpSocket } from 'node:net'
import type { Socket } from 'socket.io'
import { LabError, problemOf } from '#labs/lab-error.ts'
import type { Limits } from '../limits.ts'
import { endOf, endsOf } from '../sessions/claims.ts'
import type { ConsoleClosedHow, ConsoleCommands, ConsoleEvents } from './console-events.ts'

/** The page, as a connection needs it. */
export type ConsolePage = Pick<Socket<ConsoleCommands, ConsoleEvents>, 'emit' | 'disconnect'>

/** Where the labs listen. */
export interface LabsAddress {
  readonly host: string
  readonly port: number
}

export class ConsoleConnection {
  readonly #page: ConsolePage
  readonly #limits: Limits
  readonly #socket: TcpSocket
  /** When the connection was there, on the clock of `performance.now()`. */
  #openedAt: number | undefined
  #how: ConsoleClosedHow = 'closed'
  #problem: LabError | undefined
  #octets = 0
  #underWayUp = 0
  #underWayDown = 0

  /** Connects. `claim` is told its ends, or nothing when it cannot; `forget`, once it is gone. */
  constructor(
    page: ConsolePage,
    labs: LabsAddress,
    limits: Limits,
    claim: (ends: string | undefined) => void,
    forget: (ends: string) => void,
  ) {
    this.#page = page
    this.#limits = limits
    const socket = connect({ ...labs, allowHalfOpen: true, noDelay: true })
    this.#socket = socket
    let ends: string | undefined
    socket.on('connect', () => {
      this.#openedAt = performance.now()
      const client = endOf(socket.localAddress, socket.localPort)
      const server = endOf(socket.remoteAddress, socket.remotePort)
      ends = endsOf(client, server)
      claim(ends)
      page.emit('opened', { client, server })
    })
    socket.on('data', (octets: Buffer) => this.#read(octets))
    socket.on('end', () => page.emit('ended', this.#now()))
    socket.setTimeout(limits.consoleIdleMs, () => this.#stop(`Nothing passed for ${limits.consoleIdleMs / 1000} s`))
    socket.on('error', () => {
      if (this.#how === 'closed') this.#how = 'reset'
    })
    socket.on('close', () => {
      if (ends === undefined) claim(undefined)
      else forget(ends)
      this.#closed()
    })
  }

  /** Writes octets of the page; `written` is told when, once the connection takes more. */
  write(octets: Uint8Array, written: (at: number) => void): void {
    const at = this.#now()
    if (this.#openedAt === undefined || !this.#socket.writable || !this.#count(octets.length)) return
    this.#underWayUp += octets.length
    if (this.#underWayUp > this.#limits.maxConsoleOctetsUnderWay) {
      this.#stop('More octets came from the page than the connection takes')
      return
    }
    this.#socket.write(octets, (error) => {
      this.#underWayUp -= octets.length
      if (!error) written(at)
    })
  }

  /** No more octets will follow (FIN). Returns when that was said. */
  end(): number {
    this.#socket.end()
    return this.#now()
  }

  /** Breaks it off (RST). */
  reset(): void {
    this.#how = 'broken-off'
    this.#socket.resetAndDestroy()
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(octets: Buffer): void {
    if (!this.#count(octets.length)) return
    this.#underWayDown += octets.length
    if (this.#underWayDown > this.#limits.maxConsoleOctetsUnderWay) this.#socket.pause()
    this.#page.emit('octets', octets, this.#now(), () => {
      this.#underWayDown -= octets.length
      if (this.#underWayDown <= this.#limits.maxConsoleOctetsUnderWay) this.#socket.resume()
    })
  }

  /** Counts octets that pass; false when they are too many. */
  #count(octets: number): boolean {
    this.#octets += octets
    if (this.#octets <= this.#limits.maxConsoleOctets) return true
    this.#stop(`More than ${this.#limits.maxConsoleOctets} octets were to pass`)
    return false
  }

  #stop(reason: string): void {
    if (this.#how !== 'closed') return
    this.#how = 'stopped'
    this.#problem = new LabError('LAB_FULL', `${reason}: the console closed the connection. Open a new one.`)
    this.#socket.destroy()
  }

  #closed(): void {
    if (this.#openedAt === undefined && this.#how === 'reset') {
      this.#problem = new LabError('LAB_UNREACHABLE', 'The labs do not take a connection. Close some, and try again.')
    }
    this.#page.emit('closed', this.#how, this.#now(), this.#problem && problemOf(this.#problem))
    this.#page.disconnect()
  }

  /** Milliseconds since the connection was there, with microseconds behind the point. */
  #now(): number {
    return this.#openedAt === undefined ? 0 : Math.round((performance.now() - this.#openedAt) * 1000) / 1000
  }
}
