/** Node's HTTP/2 client, for tests: it trusts whatever certificate it is shown. */
import { once } from 'node:events'
import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2'
import { text } from 'node:stream/consumers'

export interface Http2Answer {
  readonly status: number | undefined
  readonly fields: IncomingHttpHeaders
  readonly content: string
}

export class Http2Client implements Disposable {
  readonly session: ClientHttp2Session

  private constructor(session: ClientHttp2Session) {
    this.session = session
  }

  /** Connects, and waits for the server's settings. */
  static async connect(origin: string | URL): Promise<Http2Client> {
    const session = connect(origin, { rejectUnauthorized: false })
    session.on('error', () => {}) // Told by the streams that it ends.
    await once(session, 'remoteSettings')
    return new Http2Client(session)
  }

  /** Opens a stream; `fields` may hold any pseudo-header field. */
  open(target: string | URL, fields: Record<string, string> = {}, endStream = true): ClientHttp2Stream {
    const path = typeof target === 'string' ? target : target.pathname + target.search
    return this.session.request({ ':path': path, ...fields }, { endStream })
  }

  /** One request, and its whole answer. */
  async ask(target: string | URL, fields: Record<string, string> = {}, content?: string): Promise<Http2Answer> {
    const stream = this.open(target, fields, content === undefined)
    if (content !== undefined) stream.end(content)
    return answerOf(stream)
  }

  [Symbol.dispose](): void {
    this.session.destroy()
  }
}

/** What comes down on a stream. */
export async function answerOf(stream: ClientHttp2Stream): Promise<Http2Answer> {
  const [fields] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  return { status: Number(fields[':status']), fields, content: await text(stream) }
}
