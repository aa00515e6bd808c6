/** A middlebox in front of a server of the test's own, for one run of the bench; and what its taps have seen. */
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SwitchValues } from '#labs/lab.ts'
import { LIMITS, type Limits } from '#labs-server/limits.ts'
import { Listener } from '#labs-server/listener.ts'
import { middlebox } from '#labs-server/middlebox/middlebox.ts'
import { NginxPool } from '#labs-server/middlebox/nginx-pool.ts'
import { Sessions } from '#labs-server/sessions/sessions.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { RawClient } from './raw-client.ts'
import { newSession } from './running-server.ts'

type Octets = Extract<TraceRecord, { kind: 'octets' }>

export class MiddleboxServer implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack()
  readonly server: Server
  readonly session = newSession()
  #sessions: Sessions | undefined
  #port = 0

  private constructor(answer: RequestListener) {
    this.server = createServer(answer)
  }

  /** Behind the middlebox that `switches` choose, `answer` answers. */
  static async start(
    switches: SwitchValues,
    answer: RequestListener,
    limits: Partial<Limits> = {},
  ): Promise<MiddleboxServer> {
    const started = new MiddleboxServer(answer)
    await started.#start(switches, { ...LIMITS, ...limits })
    return started
  }

  async #start(switches: SwitchValues, limits: Limits): Promise<void> {
    const { server } = this
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.#stack.defer(() => {
      server.close()
      server.closeAllConnections()
    })
    const { port } = server.address() as AddressInfo
    const sessions = this.#stack.adopt(new Sessions(limits, 'a test'), (all) => all.close())
    const nginx = this.#stack.use(new NginxPool(port, limits))
    const box = this.#stack.adopt(middlebox(sessions, port, nginx), (each) => each.close())
    const listener = await Listener.open({ port: 0, hosts: ['127.0.0.1'], accept: box.accept })
    this.#stack.use(listener)
    this.#sessions = sessions
    this.#port = listener.port
    await sessions.start(this.session, 'bench', { ...switches })
  }

  /** The address of something behind the middlebox. */
  url(path: string): URL {
    return new URL(`http://127.0.0.1:${this.#port}/s/${this.session}/bench/${path}`)
  }

  /** A client that has said `octets`, with `PATH` in them for the path of the lab. */
  async client(octets: string): Promise<RawClient> {
    const client = await RawClient.connect(this.#port)
    this.#stack.use(client)
    return client.write(octets.replaceAll('PATH', this.url('').pathname))
  }

  /** What the tap at the middlebox saw. */
  get records(): readonly TraceRecord[] {
    return this.#sessions?.session(this.session).runOf('bench')?.read(0, 10_000, Number.POSITIVE_INFINITY) ?? []
  }

  /** When the first octet passed in this direction, on the clock of `performance.now()`. */
  firstAt(direction: Direction): number {
    const first = this.records.find(
      (record): record is Octets => record.kind === 'octets' && record.direction === direction,
    )
    const { startedAt } = this.#sessions?.session(this.session).runOf('bench')?.info ?? { startedAt: 0 }
    return startedAt - performance.timeOrigin + (first?.at ?? Number.NaN)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync()
  }
}
