/** A client as `nc` is one: octets go as they are given, and what comes back is kept. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { Waiting } from './waiting.ts'

export class RawClient implements Disposable {
  readonly socket: Socket
  readonly #happenings = new Waiting()
  #received: Buffer = Buffer.alloc(0)
  #ended = false
  #closed: 'closed' | 'reset' | undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (octets: Buffer) => {
      this.#received = Buffer.concat([this.#received, octets])
      this.#happenings.happened()
    })
    socket.on('end', () => {
      this.#ended = true
      this.#happenings.happened()
    })
    socket.on('error', () => {
      this.#closed = 'reset'
    })
    socket.on('close', () => {
      this.#closed ??= 'closed'
      this.#happenings.happened()
    })
  }

  /** Connects to a port of this machine. The client stays half-open when the server ends first. */
  static async connect(port: number, host = '127.0.0.1'): Promise<RawClient> {
    const socket = connect({ port, host, allowHalfOpen: true, noDelay: true })
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  /** Everything that has come so far, as ISO 8859-1 text. */
  get text(): string {
    return this.#received.toString('latin1')
  }

  get octets(): Buffer {
    return this.#received
  }

  write(octets: string | Uint8Array): this {
    this.socket.write(typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets)
    return this
  }

  /** Says that no more will come (FIN), and goes on reading. */
  end(octets?: string): this {
    if (octets !== undefined) this.write(octets)
    this.socket.end()
    return this
  }

  until(isSo: (text: string) => boolean): Promise<void> {
    return this.#happenings.until(() => isSo(this.text))
  }

  /** Resolves with all that came, once the server has said that no more will. */
  async untilEnd(): Promise<string> {
    await this.#happenings.until(() => this.#ended || this.#closed !== undefined)
    return this.text
  }

  async untilClosed(): Promise<'closed' | 'reset'> {
    await this.#happenings.until(() => this.#closed !== undefined)
    return this.#closed as 'closed' | 'reset'
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }
}

/** One request without content, as octets. */
export function get(target: string | URL, fields = ''): string {
  const path = typeof target === 'string' ? target : target.pathname + target.search
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n`
}
