/** A transport's client half, run in Node as the page runs it, and what it received and reported. */
import type { Channel, Connect } from '#labs-server/transports/channel.ts'
import { PLAIN_OPTIONS } from '#labs-server/transports/plain-options.ts'
import type { TransportOptions } from '#labs-server/transports/transport.ts'
import { Waiting } from '../labs-server/waiting.ts'

interface Wanted {
  readonly options?: Partial<TransportOptions>
  readonly after?: number
}

export class ClientHalf implements Disposable {
  /** Numbers of the messages that came down, and the messages as base64. */
  readonly received: (readonly [number | undefined, string])[] = []
  /** What the script saw: `read() 12`. */
  readonly seen: string[] = []
  readonly of: string[] = []
  readonly #abort = new AbortController()
  readonly #happenings = new Waiting()
  #channel: Channel | undefined

  static async connect(connect: Connect, url: string, { options = {}, after = 0 }: Wanted = {}): Promise<ClientHalf> {
    const half = new ClientHalf()
    const channel = await connect(
      {
        url,
        after,
        ways: ['down'],
        signal: half.#abort.signal,
        options: { ...PLAIN_OPTIONS, ...options },
        saw: (what, { octets, of = '' } = {}) => {
          half.seen.push(octets === undefined ? what : `${what} ${octets}`)
          half.of.push(of)
          half.#happenings.happened()
        },
      },
      (message, number) => {
        half.received.push([number, message.toBase64()])
        half.#happenings.happened()
      },
    )
    half.#channel = channel
    channel.ended.catch(() => {})
    return half
  }

  get ended(): Promise<void> {
    return this.#channel?.ended ?? Promise.reject(new Error('It is not open.'))
  }

  close(): void {
    this.#channel?.close()
  }

  untilReceived(count: number): Promise<void> {
    return this.#happenings.until(() => this.received.length >= count)
  }

  untilSeen(what: string, times = 1): Promise<void> {
    return this.#happenings.until(() => this.seen.filter((each) => each.startsWith(what)).length >= times)
  }

  [Symbol.dispose](): void {
    this.#abort.abort()
  }
}

/** What `ClientHalf.received` is after these messages, from number 1. */
export function numbered(messages: readonly Uint8Array[], from = 1): readonly (readonly [number, string])[] {
  return messages.map((message, index) => [from + index, message.toBase64()] as const)
}
