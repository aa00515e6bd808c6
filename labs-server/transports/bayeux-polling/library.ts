/** The CometD library, set up for one channel of the bench, over one of its transports. */
import { CometD } from 'cometd'

/** The library's own names of its transports. */
export type ConnectionType = 'long-polling' | 'websocket'

/** The library refuses to send more than 8192 characters, unless it is told otherwise. */
const MAX_CHARACTERS = 2 ** 23

/** The library for the server at `url`; it has not shaken hands yet, and knows no other transport. */
export function libraryFor(url: URL, type: ConnectionType): CometD {
  const cometd = new CometD()
  for (const other of cometd.getTransportTypes()) if (other !== type) cometd.unregisterTransport(other)
  cometd.configure({
    url: url.href,
    appendMessageTypeToURL: false, // One address, one preflight.
    maxSendBayeuxMessageSize: MAX_CHARACTERS,
    useWorkerScheduler: false,
    logLevel: 'warn',
  })
  return cometd
}
