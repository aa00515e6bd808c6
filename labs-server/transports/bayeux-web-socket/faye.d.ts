/** The part of Faye that is used here; the package brings no types. */
declare module 'faye' {
  import type { IncomingMessage } from 'node:http'
  import type { Duplex } from 'node:stream'

  export interface FayeMessage {
    readonly channel: string
    readonly subscription?: string | readonly string[]
    /** Set by an extension, it refuses the message. */
    error?: string
  }

  export interface FayeExtension {
    /** `request` is null for messages of the server's own client. */
    incoming(message: FayeMessage, request: IncomingMessage | null, callback: (message: FayeMessage) => void): void
  }

  /** The server's own client. */
  export interface FayeClient {
    publish(channel: string, data: unknown): PromiseLike<void>
    subscribe(channel: string, listener: (data: unknown) => void): PromiseLike<void>
    disconnect(): void
  }

  export interface NodeAdapterOptions {
    readonly mount: string
    /** Seconds that `/meta/connect` is held. */
    readonly timeout: number
    /** Seconds between two Pings; none without. */
    readonly ping?: number
  }

  class NodeAdapter {
    constructor(options: NodeAdapterOptions)
    getClient(): FayeClient
    addExtension(extension: FayeExtension): void
    on(event: 'subscribe', listener: (clientId: string, channel: string) => void): void
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Uint8Array): void
    close(): void
  }

  const faye: { readonly NodeAdapter: typeof NodeAdapter }
  export default faye
}
