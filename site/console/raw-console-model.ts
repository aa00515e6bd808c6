/** The console's state: what is typed, the connection that is open, and what was said on it. */
import { batch, computed, effect, type Signal, signal } from '@preact/signals'
import { labAddress } from '../lab/session.ts'
import type { TextStore } from '../lab/storage.ts'
import { Conversation } from './conversation.ts'
import { parseOctets, typedPieces } from './octet-text.ts'
import type { RawConnection } from './raw-connection.ts'
import { labNamed, READY_TEXTS, type ReadyText } from './ready-texts.ts'

/** How the connection stands. `half`: the reader has said that no more will come. */
export type Link = 'none' | 'opening' | 'open' | 'half'

/** Opens a connection; `raw-connection.ts` in the page. */
export type OpenRawConnection = typeof import('./raw-connection.ts').openRawConnection

export interface ConsoleSurroundings {
  /** The site's own origin. */
  readonly origin: string
  readonly session: string
  readonly hostname: string
  readonly store: TextStore
  readonly load: () => Promise<{ readonly openRawConnection: OpenRawConnection }>
}

const KEY = 'two-way-web:console'
/** Octets of a file that may be added. */
const MAX_FILE_OCTETS = 65_536
const DEFAULT_PAUSE_MS = 500
export const MAX_PAUSE_MS = 10_000

export class RawConsoleModel {
  readonly text = signal('')
  readonly hex = signal(false)
  readonly crlf = signal(true)
  readonly pauseMs = signal(DEFAULT_PAUSE_MS)
  /** The ready-made text that stood there last. */
  readonly ready: Signal<string>
  /** The lab whose wire shows the octets. */
  readonly lab: Signal<string>
  readonly link: Signal<Link> = signal('none')
  /** Who is at the ends of the open connection. */
  readonly ends: Signal<Pick<RawConnection, 'client' | 'server'> | undefined> = signal(undefined)
  /** The place of the next piece to be sent. */
  readonly next = signal(0)
  /** What the reader has selected in the text. */
  readonly selected = signal('')
  readonly sendingAll = signal(false)
  /** What the reader is to be told, until the next thing. */
  readonly said = signal('')
  /** What a ready-made text took the place of. */
  readonly replaced: Signal<string | undefined> = signal(undefined)
  readonly conversation = new Conversation()
  readonly parsed = computed(() => parseOctets(this.text.value, { hex: this.hex.value, crlf: this.crlf.value }))
  /** Host and port of the labs, once the labs server has told them. */
  readonly labsPort: Signal<number | undefined> = signal(undefined)

  readonly #surroundings: ConsoleSurroundings
  #connection: RawConnection | undefined
  #stop = new AbortController()

  /** `first` is the id of the ready-made text that stands there at first. */
  constructor(surroundings: ConsoleSurroundings, first?: string) {
    this.#surroundings = surroundings
    const ready = readyText(first)
    this.ready = signal(ready.id)
    this.lab = signal(ready.lab)
    this.#restore()
  }

  /** Keeps what is to survive a reload. Returns how to end everything. */
  connect(): () => void {
    const store = () => this.#store()
    addEventListener('pagehide', store)
    const fill = effect(() => {
      if (this.labsPort.value !== undefined && this.text.peek() === '') this.put(this.ready.peek())
    })
    return () => {
      fill()
      removeEventListener('pagehide', store)
      store()
      this.#stop.abort()
      this.#connection?.close()
    }
  }

  /** Puts a ready-made text in place of what is there. */
  put(id: string): void {
    const before = this.text.peek()
    const isOwn = before !== '' && before !== this.#written(this.ready.peek())
    batch(() => {
      if (isOwn) this.replaced.value = before
      const ready = readyText(id)
      this.ready.value = ready.id
      this.hex.value = false
      this.crlf.value = true
      this.lab.value = ready.lab
      this.text.value = this.#written(id)
      this.next.value = 0
    })
  }

  bringBack(): void {
    batch(() => {
      this.text.value = this.replaced.peek() ?? ''
      this.replaced.value = undefined
      this.next.value = 0
    })
  }

  /** Shows the same octets in the other notation; what cannot be read stays as it is. */
  writeAs(hex: boolean): void {
    const { pieces, problems } = this.parsed.peek()
    batch(() => {
      if (problems.length === 0) this.text.value = typedPieces(pieces, { hex, crlf: this.crlf.peek() })
      this.hex.value = hex
    })
  }

  /** Adds a file's octets as a piece behind the others. */
  async addFile(file: File): Promise<void> {
    if (file.size > MAX_FILE_OCTETS) {
      this.said.value = `${file.name} has more than ${MAX_FILE_OCTETS} octets, which is more than fits here.`
      return
    }
    const { pieces, problems } = this.parsed.peek()
    if (problems.length > 0) {
      this.said.value = 'Correct the text first: the file is added to what it says.'
      return
    }
    const octets = new Uint8Array(await file.arrayBuffer())
    this.text.value = typedPieces([...pieces, octets], { hex: this.hex.peek(), crlf: this.crlf.peek() })
    this.said.value = `${file.name} was added as piece ${pieces.length + 1}: ${octets.length} octets.`
  }

  /** Sends the next piece; opens a connection when there is none. */
  async sendNext(): Promise<void> {
    if (!(await this.open())) return
    const piece = this.parsed.peek().pieces[this.next.peek()]
    if (piece === undefined) return
    this.next.value += 1
    await this.#send(piece)
  }

  /** Sends what `text` says, which the reader has selected. */
  async sendText(text: string): Promise<void> {
    const { pieces, problems } = parseOctets(text, { hex: this.hex.peek(), crlf: this.crlf.peek() })
    if (problems.length > 0 || pieces.length === 0) {
      this.said.value = problems[0] ?? 'Nothing is selected: select in the text what is to be sent.'
      return
    }
    for (const piece of pieces) if (!(await this.#send(piece))) return
  }

  /** Sends the pieces from the next one on, with the pause between them. */
  async sendAll(): Promise<void> {
    if (this.sendingAll.peek()) return
    this.sendingAll.value = true
    this.#stop = new AbortController()
    const { signal } = this.#stop
    try {
      if (!(await this.open())) return
      if (this.next.peek() >= this.parsed.peek().pieces.length) this.next.value = 0
      while (!signal.aborted && this.link.peek() === 'open') {
        await this.sendNext()
        if (this.next.peek() >= this.parsed.peek().pieces.length) return
        await pause(this.pauseMs.peek(), signal)
      }
    } finally {
      this.sendingAll.value = false
    }
  }

  stopSending(): void {
    this.#stop.abort()
  }

  /** Opens a connection, unless there is one. False when it cannot be had. */
  async open(): Promise<boolean> {
    if (this.link.peek() !== 'none') return this.link.peek() === 'open'
    const { origin, session, load } = this.#surroundings
    const number = this.conversation.latest + 1
    const { pieces } = this.parsed.peek()
    batch(() => {
      this.link.value = 'opening'
      this.next.value = 0
      this.lab.value = labNamed(pieces[0] ?? new Uint8Array()) ?? this.lab.peek()
    })
    try {
      const { openRawConnection } = await load().catch(() => {
        throw new Error(
          'The console’s script could not be loaded, because the site’s server does not answer. Start it, and try again.',
        )
      })
      const connection = await openRawConnection(origin, { session, lab: this.lab.peek() }, this.#events(number))
      this.#connection = connection
      const { client, server } = connection
      this.conversation.add({ kind: 'opened', connection: number, at: 0, client, server })
      batch(() => {
        this.link.value = 'open'
        this.ends.value = { client, server }
      })
      return true
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.link.value = 'none'
      this.conversation.add({ kind: 'failed', connection: number, at: 0, why })
      this.said.value = why
      return false
    }
  }

  /** No more will come (FIN). */
  async sayNoMore(): Promise<void> {
    if (this.link.peek() !== 'open') return
    this.link.value = 'half'
    this.#stop.abort()
    const connection = this.conversation.latest
    const at = await this.#connection?.end()
    if (at === undefined) return
    this.conversation.add({ kind: 'end', connection, at, direction: 'client-to-server' })
  }

  /** Breaks it off (RST). */
  breakOff(): void {
    this.#stop.abort()
    this.#connection?.reset()
  }

  close(): void {
    this.#stop.abort()
    this.#connection?.close()
  }

  async #send(octets: Uint8Array): Promise<boolean> {
    if (!(await this.open())) return false
    const connection = this.conversation.latest
    const at = await this.#connection?.send(octets)
    if (at === undefined) return false
    this.conversation.addOctets(connection, 'client-to-server', octets, at)
    return true
  }

  #events(connection: number): Parameters<OpenRawConnection>[2] {
    return {
      octets: (octets, at) => this.conversation.addOctets(connection, 'server-to-client', octets, at),
      ended: (at) => {
        this.conversation.add({ kind: 'end', connection, at, direction: 'server-to-client' })
        this.sayNoMore() // As clients do: the labs do not listen any more.
      },
      closed: (how, at, why) => {
        this.conversation.add({ kind: 'closed', connection, at, how, why })
        this.#connection = undefined
        this.#stop.abort()
        batch(() => {
          this.link.value = 'none'
          this.ends.value = undefined
          this.next.value = 0
        })
      },
    }
  }

  /** A ready-made text with this session's address in it. */
  #written(id: string): string {
    const { hostname, session } = this.#surroundings
    const { lab, text } = readyText(id)
    const url = new URL(labAddress(hostname, this.labsPort.peek() ?? 0, session, lab))
    return text(url.host, url.pathname)
  }

  #store(): void {
    const state = {
      text: this.text.peek(),
      hex: this.hex.peek(),
      crlf: this.crlf.peek(),
      pauseMs: this.pauseMs.peek(),
      lab: this.lab.peek(),
      ready: this.ready.peek(),
      entries: this.conversation.toStored(),
    }
    this.#surroundings.store.set(KEY, JSON.stringify(state))
  }

  #restore(): void {
    const stored = this.#surroundings.store.get(KEY)
    if (stored === undefined) return
    try {
      const { text, hex, crlf, pauseMs, lab, ready, entries } = JSON.parse(stored)
      this.conversation.restore(entries)
      this.text.value = String(text)
      this.hex.value = hex === true
      this.crlf.value = crlf === true
      this.pauseMs.value = Number(pauseMs)
      this.lab.value = String(lab)
      this.ready.value = String(ready)
    } catch {
      this.#surroundings.store.remove(KEY) // Somebody else's, or an older page's: it is of no use.
    }
  }
}

/** The ready-made text of this id, or the first. */
function readyText(id: string | undefined): ReadyText {
  return READY_TEXTS.find((ready) => ready.id === id) ?? (READY_TEXTS[0] as ReadyText)
}

/** Resolves after `ms`, or when `signal` is aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
