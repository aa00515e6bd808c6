/** One run of the suite: a mailbox of its own at the server, an unsteady relay before it, and a page in a real browser. */

import { mailboxLab } from '#labs/mailbox-lab.ts'
import { type ClientPages, serveClients } from '#labs-server/cli/client-bundle.ts'
import type { LabsServer } from '#labs-server/labs-server.ts'
import type { Mailbox } from '#labs-server/mailbox/mailbox.ts'
import { PLAIN_OPTIONS } from '#transports/plain-options.ts'
import type { Transport, TransportOptions, Way } from '#transports/transport.ts'
import type { Direction } from '#wire/pdu.ts'
import type { DrivenBrowser, DrivenPage } from '../driven-browser.ts'
import { newSession, portOf, runningServer, startRun } from '../labs-server/running-server.ts'
import { Waiting } from '../labs-server/waiting.ts'
import { OVER_QUIC } from './exceptions.ts'
import type { Wanted } from './page.ts'
import { PagePool } from './page-pool.ts'
import { PeerRelays } from './peer-relays.ts'
import { TcpBridge } from './tcp-bridge.ts'
import { UdpRelay } from './udp-relay.ts'
import { UnsteadyRelay } from './unsteady-relay.ts'

/** As the bench does it, but in a hurry. */
const OPTIONS: TransportOptions = { ...PLAIN_OPTIONS, pollInterval: 10, pollHold: 2000, throttle: 10 }

type PageModule = typeof import('./page.ts')
/** What a page can be asked for: the functions of `page.ts`. */
type Asked = keyof PageModule

/** With a FIN, with a RST, or without a word, which is all that UDP can be cut with. */
export type Cut = 'close' | 'reset' | 'silence'

/** The server's end of a run. */
export interface End {
  readonly mailbox: Mailbox
  readonly inbox: Collected
}

/** What has come up, as messages and as text. */
export class Collected {
  readonly messages: Uint8Array[] = []
  readonly #waiting = new Waiting()

  constructor(mailbox: Mailbox) {
    mailbox.onMessage((message) => {
      this.messages.push(message)
      this.#waiting.happened()
    })
  }

  get texts(): readonly string[] {
    return this.messages.map((message) => new TextDecoder().decode(message))
  }

  /** Resolves once so many have come. */
  count(messages: number): Promise<void> {
    return this.#waiting.until(() => this.messages.length >= messages)
  }

  /** Resolves once this message has come, and is the last one so far. */
  text(text: string): Promise<void> {
    return this.#waiting.until(() => this.texts.at(-1) === text)
  }
}

/** By the run's id. */
type Ends = Map<string, PromiseWithResolvers<End>>

/** Server and pages for all runs of the suite. */
export class Suite implements AsyncDisposable {
  readonly #server: LabsServer
  readonly #scripts: ClientPages
  readonly #pages: PagePool
  readonly #bridge: TcpBridge
  readonly #ends: Ends

  private constructor(server: LabsServer, scripts: ClientPages, bridge: TcpBridge, ends: Ends) {
    this.#server = server
    this.#scripts = scripts
    this.#pages = new PagePool(scripts.url)
    this.#bridge = bridge
    this.#ends = ends
  }

  /** The bench's runs do nothing by themselves here: the test has their mailboxes. */
  static async start(): Promise<Suite> {
    const ends: Ends = new Map()
    const bench = mailboxLab({
      options: () => OPTIONS,
      perform: (mailbox, run) => ends.get(run.info.id)?.resolve({ mailbox, inbox: new Collected(mailbox) }),
    })
    const server = await runningServer({ tlsPort: 0, labs: { bench } })
    const scripts = await serveClients({ entries: { page: 'tests/contract/page.ts' } })
    return new Suite(server, scripts, await TcpBridge.start(), ends)
  }

  /** A run of `transport` in `browser`, that carries messages these ways. */
  async run(transport: Transport, browser: DrivenBrowser, ways: readonly Way[], echo = false): Promise<TransportRun> {
    const session = newSession()
    const { run } = await startRun(this.#server, session, 'bench')
    const end = Promise.withResolvers<End>()
    this.#ends.set(run.id, end)
    const origin = new URL(transport.origin === 'tls' ? (this.#server.urls.tls ?? '') : this.#server.urls.labs)
    const relay = await UnsteadyRelay.to(portOf(origin.href))
    origin.port = String(relay.port)
    const url = new URL(`s/${session}/bench/${transport.id}/`, origin).href
    const quic = OVER_QUIC.includes(transport.id) ? await UdpRelay.to(await quicPortOf(url)) : undefined
    const peers = transport.alone ? await PeerRelays.start() : undefined
    const wanted: Wanted = {
      id: transport.id,
      url,
      options: OPTIONS,
      ways,
      bridge: this.#bridge.addressOf(relay.port),
      quicPort: quic?.port,
      peerRelays: peers?.address,
      echo,
    }
    return new TransportRun(end.promise, { relay, quic, peers }, await this.#pages.take(browser), wanted)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bridge[Symbol.asyncDispose]()
    await this.#scripts[Symbol.asyncDispose]()
    await this.#server.close()
  }
}

/** Where sessions of the transport at `url` are served. */
async function quicPortOf(url: string): Promise<number> {
  const response = await fetch(`${url}c1/`)
  return portOf(((await response.json()) as { url: string }).url)
}

/** What lies between a run's page and the other end: TCP, and where the transport needs them, QUIC and what two peers say to each other. */
interface Network {
  readonly relay: UnsteadyRelay
  readonly quic: UdpRelay | undefined
  readonly peers: PeerRelays | undefined
}

export class TransportRun implements AsyncDisposable {
  /** The server's end: there as soon as the first request of the run is. */
  readonly server: Promise<End>
  readonly #network: Network
  readonly #page: DrivenPage
  readonly #wanted: Wanted

  constructor(server: Promise<End>, network: Network, page: DrivenPage, wanted: Wanted) {
    this.server = server
    this.#network = network
    this.#page = page
    this.#wanted = wanted
  }

  /** From now on, what goes in this direction is lost. Resolves once something has been. */
  lose(direction: Direction): Promise<void> {
    const { quic, relay } = this.#network
    return (quic ?? relay).lose(direction)
  }

  /** Cuts what carries the messages; what is opened later carries them again. */
  async cut(how: Cut): Promise<void> {
    const { relay, quic, peers } = this.#network
    if (how !== 'silence') return relay.cut(how)
    quic?.cut()
    await peers?.cut()
  }

  /** From now on, nothing of what comes is read: by the network, or over QUIC by the page. */
  async stopReading(): Promise<void> {
    const { quic, relay } = this.#network
    if (quic) await this.ask('stopReading')
    else relay.stopReading()
  }

  /** Opens the transport in the page; gives back the sentence with which it could not be. */
  open(): ReturnType<PageModule['open']> {
    return this.ask('open', this.#wanted)
  }

  /** Calls a function of `page.ts` in the page. */
  ask<Name extends Asked>(
    name: Name,
    ...given: Parameters<PageModule[Name]>
  ): Promise<Awaited<ReturnType<PageModule[Name]>>> {
    return this.#page.call('/page.js', name, given) as Promise<Awaited<ReturnType<PageModule[Name]>>>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#page[Symbol.asyncDispose]()
    const { relay, quic, peers } = this.#network
    await relay[Symbol.asyncDispose]()
    await quic?.[Symbol.asyncDispose]()
    await peers?.[Symbol.asyncDispose]()
  }
}
