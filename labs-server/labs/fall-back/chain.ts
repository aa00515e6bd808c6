/**
 * The chain: candidates from the best to the one that always works. A candidate is chosen once it has carried a message up and
 * its answer down: that a connection opens says little, since boxes in between may hold what it should carry.
 */
import type { Channel, ClientContext, Message, Receive } from '../../transports/channel.ts'
import { TRANSPORT_CLIENTS } from '../../transports/clients.ts'
import { PLAIN_OPTIONS } from '../../transports/plain-options.ts'
import type { Way } from '../../transports/transport.ts'
import type { LabClientContext } from '../lab-client.ts'

/** A way down with a way up. */
export interface Candidate {
  readonly down: string
  readonly up: string
  /** What the page looks for before it tries. */
  readonly needs?: string
}

export const CHAIN: readonly Candidate[] = [
  { down: 'web-socket', up: 'web-socket', needs: 'WebSocket' },
  { down: 'event-source', up: 'post', needs: 'EventSource' },
  { down: 'long-polling', up: 'throttled' },
]

/** How long a candidate may take to carry the first message there and back, in milliseconds. */
export const PATIENCE_MS = 2000

/** One way there and one way back, in use. */
export interface Link {
  readonly name: string
  /** Resolves when the answer has come; rejects when the link breaks first. */
  ask(text: string): Promise<void>
  close(): void
}

/** Tries the chain from its beginning, and from the place after the one that broke. */
export class Chain {
  readonly #context: LabClientContext
  #place = 0
  #channels = 0
  /** The number of the last message that came down, over whatever link. */
  #last = 0

  constructor(context: LabClientContext) {
    this.#context = context
  }

  /** The first candidate that works. @throws Error when none does. */
  async choose(): Promise<Link> {
    const { saw, now, signal } = this.#context
    for (; this.#place < CHAIN.length; this.#place++) {
      const candidate = CHAIN[this.#place] as Candidate
      const name = candidate.down === candidate.up ? candidate.down : `${candidate.down} + ${candidate.up}`
      if (candidate.needs !== undefined && !(candidate.needs in globalThis)) {
        saw('passed over', { detail: `${name}: this browser has no ${candidate.needs}` })
        continue
      }
      const startedAt = now()
      saw('trying', { detail: name })
      const link = this.#open(candidate, name)
      try {
        await within(PATIENCE_MS, link.ask('are you there?'))
        saw('chosen', { detail: `${name}: there and back in ${Math.round(now() - startedAt)} ms` })
        return link
      } catch (error) {
        link.close()
        signal.throwIfAborted()
        saw('failed', { detail: `${name}: ${error instanceof Error ? error.message : error}` })
      }
    }
    throw new Error('Nothing in the chain carries a message there and back.')
  }

  /** What was chosen has broken: the next choice begins behind it. */
  fallBack(): void {
    this.#place += 1
  }

  /** Opens both ways of a candidate; failures are told by the first `ask`. */
  #open({ down, up }: Candidate, name: string): Link {
    const closed = new AbortController()
    const broken = Promise.withResolvers<never>()
    broken.promise.catch(() => {})
    const asked = new Map<string, () => void>()
    const receive = (message: Message, number = this.#last + 1) => {
      this.#last = Math.max(this.#last, number)
      asked.get(new TextDecoder().decode(message))?.()
    }
    const connect = async (id: string, ways: readonly Way[]): Promise<Channel> => {
      const channel = await this.#connect(id, ways, closed.signal, receive)
      const ended = () => broken.reject(new Error('it was ended'))
      channel.ended.then(ended, (error) => broken.reject(error))
      return channel
    }
    const sender =
      down === up
        ? connect(down, ['down', 'up'])
        : Promise.all([connect(down, ['down']), connect(up, ['up'])]).then(([, sending]) => sending)
    sender.catch((error) => broken.reject(error))

    return {
      name,
      async ask(text) {
        const answered = new Promise<void>((resolve) => asked.set(`you said ${text}`, resolve))
        const sent = sender.then((channel) => channel.send?.(new TextEncoder().encode(text)))
        await Promise.race([Promise.all([answered, sent]), broken.promise])
        asked.delete(`you said ${text}`)
      },
      close: () => closed.abort(),
    }
  }

  async #connect(id: string, ways: readonly Way[], closed: AbortSignal, receive: Receive): Promise<Channel> {
    const { url, signal, saw } = this.#context
    const client = await TRANSPORT_CLIENTS[id]?.()
    if (client === undefined) throw new Error(`There is no transport "${id}".`)
    this.#channels += 1
    const context: ClientContext = {
      url: `${url}${id}/c${this.#channels}/`,
      signal: AbortSignal.any([signal, closed]),
      options: PLAIN_OPTIONS,
      ways,
      after: this.#last,
      saw,
    }
    return client.connect(context, receive)
  }
}

/** Rejects when it takes longer than `ms`. */
export async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came back within ${ms / 1000} s`)), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
