/**
 * The labs' origin over TLS (RFC 8446): HTTP/2 for those who offer it (RFC 7301), and HTTP/1.1. The tap sits inside TLS and
 * sees the octets as the two ends mean them; what is on the wire is encrypted, and nobody sees it here.
 */
import type { Socket } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { RequestHandler } from 'express'
import { labsOverHttp2 } from './http2/http2-server.ts'
import type { LabServerHalves } from './lab-app.ts'
import type { LabOrigin } from './lab-origin.ts'
import { log } from './log.ts'
import { endOf } from './sessions/claims.ts'
import { FirstRequestFrames } from './sessions/first-request-frames.ts'
import { LabConnection } from './sessions/lab-connection.ts'
import type { Sessions } from './sessions/sessions.ts'
import { TappedSocket } from './tap/tapped-socket.ts'
import type { Certificate } from './tls/certificate.ts'

export interface TlsOriginOptions {
  readonly labs: LabServerHalves
  readonly tap: boolean
  readonly certificate: Certificate
  /** What stands at addresses outside sessions. */
  readonly others: RequestHandler
  /** Serves those who do not speak HTTP/2. */
  readonly http1: LabOrigin
}

export function tlsOrigin(sessions: Sessions, { tap, labs, certificate, others, http1 }: TlsOriginOptions): LabOrigin {
  const { limits } = sessions
  const http2 = labsOverHttp2(limits, labs, others)
  const server = createServer({
    ...certificate,
    ALPNProtocols: ['h2', 'http/1.1'],
    handshakeTimeout: limits.handshakeTimeoutMs,
  })
  /** The sockets that TLS is spoken over, by their other ends. */
  const accepted = new Map<string, Socket>()
  server.on('secureConnection', (socket) => {
    const tls = versionOf(socket)
    const own = accepted.get(endOf(socket.remoteAddress, socket.remotePort))
    // TLS has no RST, so Node refuses it there; the connection below it has one.
    if (own) socket.resetAndDestroy = () => own.resetAndDestroy() && socket
    if (socket.alpnProtocol !== 'h2') {
      http1.accept(socket, { tls })
    } else if (tap) {
      const firstRequest = new FirstRequestFrames(limits.maxFirstRequestOctets)
      const connection = new LabConnection(sessions, firstRequest, { protocol: 'http2', tls })
      const tapped = new TappedSocket(socket, connection)
      connection.socket = tapped
      http2.serve(tapped, connection)
    } else {
      http2.serve(socket)
    }
  })
  // A browser that does not trust the certificate (yet), or a connection that was opened and not used.
  server.on('tlsClientError', (error, socket) => {
    log.info(error, 'A client broke off the TLS handshake, or took too long over it.')
    socket.destroy()
  })
  return {
    accept(socket: Socket) {
      const from = endOf(socket.remoteAddress, socket.remotePort)
      accepted.set(from, socket)
      socket.once('close', () => {
        if (accepted.get(from) === socket) accepted.delete(from)
      })
      server.emit('connection', socket)
    },
    close: () => http2.close(),
  }
}

/** `TLS 1.3`, as it is written everywhere but in OpenSSL. */
function versionOf(socket: TLSSocket): string {
  return socket.getProtocol()?.replace('v', ' ') ?? 'TLS'
}
