/** A page with a connection through the console, as the site's has it. */
import { io, type Socket } from 'socket.io-client'
import type {
  ConsoleAuth,
  ConsoleClosedHow,
  ConsoleCommands,
  ConsoleEvents,
} from '#labs-server/console/console-events.ts'
import type { LabsServer } from '#labs-server/labs-server.ts'
import { Waiting } from './waiting.ts'

export class ConsolePage implements Disposable {
  readonly socket: Socket<ConsoleEvents, ConsoleCommands>
  /** What was told, in order: `opened`, `up 5`, `down 120`, `ended`, `closed`. */
  readonly told: string[] = []
  ends: { readonly client: string; readonly server: string } | undefined
  /** Everything that has come, as ISO 8859-1 text. */
  text = ''
  closedHow: ConsoleClosedHow | undefined
  problem: string | undefined
  refusal: string | undefined
  /** Whether it says that no more will come as soon as the labs have said so. */
  answersEnd = true
  /** While set, reads are not acknowledged but kept here. */
  held: (() => void)[] | undefined
  readonly #happenings = new Waiting()

  constructor(server: LabsServer, auth: Partial<ConsoleAuth>, options: Record<string, unknown> = {}) {
    const url = new URL('console', server.urls.site)
    this.socket = io(url.href, {
      path: '/feed',
      auth,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...options,
    })
    this.socket.on('opened', (ends) => {
      this.ends = ends
      this.#tell('opened')
    })
    this.socket.on('octets', (octets, _at, received) => {
      this.text += Buffer.from(octets).toString('latin1')
      if (this.held) this.held.push(received)
      else received()
      this.#tell(`down ${octets.length}`)
    })
    this.socket.on('ended', () => {
      this.#tell('ended')
      if (this.answersEnd) this.end()
    })
    this.socket.on('closed', (how, _at, problem) => {
      this.closedHow = how
      this.problem = problem?.detail
      this.#tell('closed')
    })
    this.socket.on('connect_error', (error) => {
      this.refusal = error.message
      this.#tell('refused')
    })
    this.socket.on('disconnect', () => this.#happenings.happened())
  }

  /** A page whose connection is there. */
  static async open(server: LabsServer, auth: ConsoleAuth, options = {}): Promise<ConsolePage> {
    const page = new ConsolePage(server, auth, options)
    await page.until(() => page.ends !== undefined)
    return page
  }

  send(octets: string | Uint8Array): this {
    const piece = typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets
    this.socket.emit('octets', piece, () => this.#tell(`up ${piece.length}`))
    return this
  }

  /** Says that no more will come. */
  end(): void {
    this.socket.emit('end', () => this.#tell('said no more'))
  }

  async untilClosed(): Promise<ConsoleClosedHow | undefined> {
    await this.until(() => this.closedHow !== undefined)
    return this.closedHow
  }

  until(isSo: () => boolean): Promise<void> {
    return this.#happenings.until(isSo)
  }

  #tell(what: string): void {
    this.told.push(what)
    this.#happenings.happened()
  }

  [Symbol.dispose](): void {
    this.socket.disconnect()
  }
}
