/** The part of Deno's API that `serve.deno.ts` uses (Deno 2.9, `--unstable-net`). */

interface DenoQuicConnection {
  close(info: { readonly closeCode: number; readonly reason: string }): void
}

interface DenoQuicIncoming {
  accept(): Promise<DenoQuicConnection>
  refuse(): void
}

interface DenoQuicListener extends AsyncIterable<DenoQuicIncoming> {}

interface DenoWebTransport {
  /** The address that the client asked for. */
  readonly url: string
  readonly closed: Promise<unknown>
  readonly datagrams: {
    readonly readable: AsyncIterable<Uint8Array>
    readonly writable: WritableStream<Uint8Array>
    readonly maxDatagramSize: number
  }
  readonly incomingBidirectionalStreams: ReadableStream<{
    readonly readable: AsyncIterable<Uint8Array>
    readonly writable: WritableStream<Uint8Array>
  }>
  close(): void
}

declare const Deno: {
  readonly QuicEndpoint: new (options: {
    readonly hostname: string
    readonly port: number
  }) => {
    readonly addr: { readonly port: number }
    listen(options: {
      readonly key: string
      readonly cert: string
      readonly alpnProtocols: readonly string[]
      readonly maxConcurrentBidirectionalStreams: number
      readonly maxConcurrentUnidirectionalStreams: number
      /** Milliseconds. */
      readonly keepAliveInterval: number
      /** Milliseconds; the smaller one of both ends' holds. */
      readonly maxIdleTimeout: number
    }): DenoQuicListener
  }
  upgradeWebTransport(connection: DenoQuicConnection): Promise<DenoWebTransport>
  readonly stdin: { readonly readable: AsyncIterable<Uint8Array> }
  readonly stdout: { readonly writable: WritableStream<Uint8Array> }
  exit(code: number): never
}
