/**
 * The feed by WebSocket: the few packets it uses of Socket.IO's protocol (version 5) over Engine.IO's (version 4).
 *
 * Socket.IO's own client does this too, and much more: it is a fifth of all the script that a page with a lab may load. It is
 * loaded only where WebSocket fails (`polling-link.ts`). https://socket.io/docs/v4/socket-io-protocol/
 */
import type { FeedPath } from '#labs-server/feed/feed-events.ts'
import { CLOSED, type FeedLinkEvents, type OpenFeedLink, SILENT } from './feed-link.ts'

export const FEED_PATH: FeedPath = '/feed'

/** Engine.IO packet types, the first character of every text message. */
const OPEN = '0'
const PING = '2'
const PONG = '3'
const MESSAGE = '4'

/** Socket.IO packet types, the second character of an Engine.IO message. */
const CONNECT = '0'
const DISCONNECT = '1'
const EVENT = '2'
const ACK = '3'
const CONNECT_ERROR = '4'
const BINARY_EVENT = '5'

/** How long the handshake may take, in milliseconds. */
const HANDSHAKE_MS = 10_000

/** A packet: type, how many binary messages follow, acknowledgement id, JSON. */
const PACKET = /^(?<type>\d)(?:(?<attachments>\d+)-)?(?<id>\d+)?(?<json>[[{].*)?$/s

export const openWebSocketLink: OpenFeedLink = (origin, auth, events) => {
  const address = new URL(`${FEED_PATH}/?EIO=4&transport=websocket`, origin)
  address.protocol = address.protocol.replace('http', 'ws')
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'

  /** The text of a packet whose binary messages have not all come. */
  let waiting: { text: string; octets: ArrayBuffer[] } | undefined
  let patience: ReturnType<typeof setTimeout>
  let patienceMs = HANDSHAKE_MS
  let ended = false

  const end = (tell?: (events: FeedLinkEvents) => void) => {
    if (ended) return
    ended = true
    clearTimeout(patience)
    socket.close()
    tell?.(events)
  }
  const hear = () => {
    clearTimeout(patience)
    patience = setTimeout(() => end(({ lost }) => lost(SILENT)), patienceMs)
  }
  const send = (type: string, text: string) => socket.send(MESSAGE + type + text)

  const take = (text: string, octets: readonly ArrayBuffer[]) => {
    const { type, attachments = '0', id, json = '[]' } = PACKET.exec(text)?.groups ?? {}
    if (octets.length < Number(attachments)) {
      waiting = { text, octets: [...octets] }
      return
    }
    waiting = undefined
    const content = JSON.parse(json, (_, value) => (value?._placeholder === true ? octets[value.num] : value))
    if (type === CONNECT) events.live()
    else if (type === DISCONNECT) end(({ lost }) => lost('The labs server closed the connection.'))
    else if (type === CONNECT_ERROR) end(({ refused }) => refused(content.message))
    else if (type === EVENT || type === BINARY_EVENT) {
      const [event, argument] = content
      events.received(event, argument, () => {
        if (id !== undefined && !ended) send(ACK, `${id}[]`)
      })
    }
  }

  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (ended) return
    if (typeof data !== 'string') {
      if (waiting !== undefined) take(waiting.text, [...waiting.octets, data])
    } else if (data[0] === OPEN) {
      const { pingInterval, pingTimeout } = JSON.parse(data.slice(1))
      patienceMs = pingInterval + pingTimeout
      hear()
      send(CONNECT, JSON.stringify(auth))
    } else if (data[0] === PING) {
      hear()
      socket.send(PONG)
    } else if (data[0] === MESSAGE) {
      take(data.slice(1), [])
    }
  }
  socket.onclose = () => end(({ lost }) => lost(CLOSED))
  hear()

  return {
    emit: (event, argument) => send(EVENT, JSON.stringify([event, argument])),
    close: () => end(),
  }
}
