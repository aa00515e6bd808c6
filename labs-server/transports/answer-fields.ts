/** What every answer of a transport says of itself and of its connection, and when its client has gone. */
import type { Request, Response } from 'express'
import type { TransportOptions } from './transport.ts'

/** What the response says of its connection (RFC 9112 section 9.6; `Keep-Alive` is RFC 2068 section 19.7.1.1, and older than its grammar). */
export function keepOrClose(response: Response, { keepAlive, keepAliveTimeout }: TransportOptions): void {
  if (!keepAlive) response.set('Connection', 'close')
  else if (keepAliveTimeout > 0) response.set('Keep-Alive', `timeout=${keepAliveTimeout}`)
}

/** Whether the client takes content coded with gzip (RFC 9110 section 12.5.3). */
export function acceptsGzip(request: Request): boolean {
  return request.acceptsEncodings('gzip') === 'gzip'
}

/** Aborted when the client has gone, or the response is over. */
export function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  return gone.signal
}
