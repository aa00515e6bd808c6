/** The signals of one peer, over a back channel of the labs: what it says goes up, and comes back down to both. */
import type { Channel, ClientContext, Connect } from '../channel.ts'
import * as fetchStream from '../fetch-stream/client.ts'
import * as post from '../post/client.ts'
import * as webSocket from '../web-socket/client.ts'

/** What a peer says before it is connected (RFC 9429, JSEP): what it can do, or where it may be reached. */
export interface Signal {
  readonly description?: RTCSessionDescriptionInit
  readonly candidate?: RTCIceCandidateInit
}

type SentSignal = Signal & { readonly from: string }

export class Signalling {
  readonly #name: string
  /** The way down, and the way up. The way down may open later: what it has missed is kept for it. */
  readonly #channels: readonly [Promise<Channel>, Promise<Channel>]

  /** `heed` is called with every signal of the other peer. */
  constructor(name: string, context: ClientContext, heed: (signal: Signal) => void) {
    this.#name = name
    const open = (id: string, connect: Connect) =>
      connect(
        {
          ...context,
          url: new URL(`${name}/${id}/`, context.url).href,
          after: 0,
          saw: (what, more) => context.saw(what, { ...more, of: `${name}/${id}/${more?.of ?? ''}` }),
        },
        (message) => {
          const { from, ...signal }: SentSignal = JSON.parse(new TextDecoder().decode(message))
          if (from !== name) heed(signal)
        },
      )
    if (context.options.signalling === 'web-socket') {
      const both = open('web-socket', webSocket.connect)
      this.#channels = [both, both]
    } else {
      this.#channels = [open('fetch-stream', fetchStream.connect), open('post', post.connect)]
    }
    this.failed.catch(() => {})
    for (const channel of this.#channels) channel.then(({ ended }) => ended).catch(() => {}) // It is closed in the middle.
  }

  /** Rejects when the signalling cannot be opened, and never resolves. */
  get failed(): Promise<never> {
    return Promise.all(this.#channels).then(() => new Promise<never>(() => {}))
  }

  async send(signal: Signal): Promise<void> {
    const { send } = await this.#channels[1]
    await send?.(new TextEncoder().encode(JSON.stringify({ from: this.#name, ...signal } satisfies SentSignal)))
  }

  close(): void {
    for (const channel of this.#channels) channel.then((opened) => opened.close()).catch(() => {})
  }
}
