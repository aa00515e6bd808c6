/** The page's end of the suite: bundled for browsers, driven from Node. A page holds one channel, and opens it again when it ends. */
import type { Channel, Message, OpenSocket, OtherEnd } from '#transports/channel.ts'
import { TRANSPORT_CLIENTS } from '#transports/clients.ts'
import type { TransportOptions, Way } from '#transports/transport.ts'
import { Waiting } from '../labs-server/waiting.ts'
import { CONTENTS, difference, octetsOf } from './contents.ts'

export interface Wanted {
  readonly id: string
  /** The address of the transport: each channel has its own below it. */
  readonly url: string
  readonly options: TransportOptions
  readonly ways: readonly Way[]
  /** Where the bridge to the labs' plain port is: `ws://127.0.0.1:4000/4322`. */
  readonly bridge: string
  /** The port by which sessions over QUIC go, where it is not their server's own. */
  readonly quicPort?: number | undefined
  /** Where there are relays for peers that both are in the page. */
  readonly peerRelays?: string | undefined
  /** Whether what comes down is sent up again. */
  readonly echo?: boolean
}

interface Came {
  readonly message: Message
  readonly number: number | undefined
}

const { WebTransport: Direct } = globalThis
const waiting = new Waiting()
const came: Came[] = []
const saw: string[] = []
/** How each channel ended: `resolved`, or why it was rejected. */
const ends: string[] = []
let channel: Channel | undefined
/** The other end, where a page holds both, and the short messages that have come to it. */
let other: OtherEnd | undefined
const cameToOther: string[] = []
let channels = 0
const closing = new AbortController()

/** Opens the transport; gives back the sentence with which it could not be opened. */
export async function open(wanted: Wanted): Promise<string | undefined> {
  try {
    channel = await connect(wanted)
    comeBack(wanted, channel)
    return undefined
  } catch (error) {
    return String(error)
  }
}

async function connect({ id, url, options, ways, bridge, quicPort, peerRelays, echo }: Wanted): Promise<Channel> {
  const client = await TRANSPORT_CLIENTS[id]?.()
  if (client === undefined) throw new Error(`There is no transport "${id}".`)
  channels += 1
  if (quicPort !== undefined) relaySessions(quicPort)
  if (peerRelays !== undefined) relayPeers(peerRelays)
  const context = {
    url: `${url}c${channels}/`,
    options,
    ways,
    after: came.length,
    signal: closing.signal,
    openSocket: bridgedTo(bridge),
    serve: (end: OtherEnd) => {
      other = end
      end.onMessage((message) => {
        cameToOther.push(new TextDecoder().decode(message))
        waiting.happened()
      })
    },
    saw: (what: string) => void saw.push(what),
  }
  const open = await client.connect(context, (message, number) => {
    if (number !== undefined && number <= came.length) return // Told again after a cut.
    came.push({ message, number })
    if (echo) open.send?.(message)
    waiting.happened()
  })
  return open
}

/** From now on, WebTransport sessions go to this port of their server's host, and their streams are read as long as the page reads. */
function relaySessions(port: number): void {
  globalThis.WebTransport = class extends Direct {
    constructor(url: string | URL, options?: WebTransportOptions) {
      super(Object.assign(new URL(url), { port }).href, options)
    }

    override async createBidirectionalStream(options?: WebTransportSendStreamOptions) {
      const { readable, writable } = await super.createBidirectionalStream(options)
      return { readable: asLongAsThePageReads(readable), writable } as WebTransportBidirectionalStream
    }
  }
}

/** Resolves when the page may read on. */
let reading: Promise<void> = Promise.resolve()

/** From now on, the page takes nothing out of the streams of sessions: the browser has to hold back who writes into them. */
export function stopReading(): void {
  reading = new Promise(() => {})
}

/** Takes a chunk out of the stream when it is asked for one, and none beforehand. */
function asLongAsThePageReads(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream(
    {
      async pull(controller) {
        await reading
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** As they are promised today: the platform's types know their callbacks of once as well. */
const {
  addIceCandidate,
  setRemoteDescription,
}: {
  addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void>
  setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void>
} = RTCPeerConnection.prototype

/** From now on, peers reach each other by relays alone: these are what each is told of where the other may be reached. */
function relayPeers(relays: string): void {
  const known = RTCPeerConnection.prototype
  known.addIceCandidate = async function (candidate?: RTCIceCandidateInit | null) {
    // candidate:FOUNDATION COMPONENT TRANSPORT PRIORITY ADDRESS PORT typ TYPE (RFC 8839 section 5.1)
    const words = candidate?.candidate?.split(' ') ?? []
    const [, , transport, , address = '', port] = words
    // A browser that hides its address behind a name listens to all addresses of this machine (RFC 8828 section 5.2).
    const isHere = address === '127.0.0.1' || address.endsWith('.local')
    if (transport?.toLowerCase() !== 'udp' || !isHere) return
    const relay = await (await fetch(`${relays}${port}`)).text()
    words.splice(4, 2, '127.0.0.1', relay)
    return addIceCandidate.call(this, { ...candidate, candidate: words.join(' ') })
  }
  // What a description names of them comes once more by itself.
  known.setRemoteDescription = function ({ type, sdp = '' }: RTCSessionDescriptionInit) {
    return setRemoteDescription.call(this, { type, sdp: sdp.replaceAll(/^a=candidate:.*\r\n/gm, '') })
  }
}

/** A TCP connection, through the bridge. */
function bridgedTo(bridge: string): OpenSocket {
  return async (take) => {
    const socket = Object.assign(new WebSocket(bridge), { binaryType: 'arraybuffer' })
    const ended = new Promise<void>((resolve, reject) => {
      socket.onclose = ({ code }) => (code === 1000 ? resolve() : reject(new Error('The connection was broken off.')))
    })
    ended.catch(() => {}) // Told to whoever listens, if anybody does.
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => take(new Uint8Array(data))
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    return {
      send: async (octets) => socket.send(octets as Uint8Array<ArrayBuffer>),
      ended,
      close: () => socket.close(1000),
    }
  }
}

async function comeBack(wanted: Wanted, first: Channel): Promise<void> {
  for (let current = first; ; current = channel) {
    const how = await current.ended.then(
      () => 'resolved',
      (error) => `rejected: ${error}`,
    )
    if (closing.signal.aborted) return
    channel = await connect(wanted)
    ends.push(how)
    waiting.happened()
  }
}

/** What is wrong with the messages that came, once all contents have: nothing, if they are exact, in order and numbered. */
export async function problemsOfAll(): Promise<string[]> {
  await waiting.until(() => came.length >= CONTENTS.length)
  const unlike = came.flatMap(({ message }, at) => difference(message, CONTENTS[at]) ?? [])
  const misnumbered = came.flatMap(({ number }, at) => (number === undefined || number === at + 1 ? [] : [number]))
  return [...unlike, ...misnumbered.map((number) => `number ${number} is out of order`), ...ends]
}

/** The same in both directions, where the page holds both ends: no server has a part in it. */
export async function problemsBetweenPeers(): Promise<string[]> {
  const up: Message[] = []
  other?.onMessage((message) => {
    up.push(message)
    waiting.happened()
  })
  const down = CONTENTS.map((content) => other?.send(octetsOf(content)))
  const notTaken = await sendAll()
  await Promise.all(down)
  await waiting.until(() => up.length >= CONTENTS.length)
  return [
    ...notTaken,
    ...up.flatMap((message, at) => difference(message, CONTENTS[at]) ?? []),
    ...(await problemsOfAll()),
  ]
}

/**
 * Sends so many messages of so many octets from the other end, one as soon as the one before is taken, where the page holds both
 * ends. Tells how many came, and the most octets that waited in a data channel at once.
 */
export async function floodBetweenPeers(messages: number, octets: number): Promise<{ came: number; waited: number }> {
  const { send } = RTCDataChannel.prototype
  let waited = 0
  RTCDataChannel.prototype.send = function (this: RTCDataChannel, ...piece: Parameters<typeof send>) {
    send.apply(this, piece)
    waited = Math.max(waited, this.bufferedAmount)
  } as typeof send
  for (let sent = 0; sent < messages; sent++) await other?.send(new Uint8Array(octets))
  await waiting.until(() => came.length === messages)
  return { came: came.length, waited }
}

/** Sends all contents at once, without waiting for one before the next; gives back why any was not taken. */
export async function sendAll(): Promise<string[]> {
  const results = await Promise.allSettled(CONTENTS.map((content) => channel?.send?.(octetsOf(content))))
  return results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))
}

/** Sends a short message; gives back why it was not taken, if it was not. */
export async function send(text: string): Promise<string | undefined> {
  try {
    await channel?.send?.(new TextEncoder().encode(text))
    return undefined
  } catch (error) {
    return String(error)
  }
}

/** Sends a short message; as often as the channel has to be opened anew. */
export async function sendAnew(text: string): Promise<void> {
  for (;;) {
    const before = ends.length
    if ((await send(text)) === undefined) return
    await waiting.until(() => ends.length > before)
  }
}

/** The short messages that have come to the other end in the page, as soon as the last of them is `text`. */
export async function upToOther(text: string): Promise<string[]> {
  await waiting.until(() => cameToOther.at(-1) === text)
  return cameToOther
}

/** The short messages that have come, as soon as the last of them is `text`; and what the script has seen since it was last asked. */
export async function upTo(text: string): Promise<{ texts: string[]; ends: string[]; saw: string[] }> {
  const texts = () => came.map(({ message }) => new TextDecoder().decode(message))
  await waiting.until(() => texts().at(-1) === text)
  return { texts: texts(), ends, saw: saw.splice(0) }
}

/** Resolves once so many messages have come. */
export async function count(messages: number): Promise<void> {
  await waiting.until(() => came.length >= messages)
}

/** Resolves with how a channel ended, once one has, and it is open again. */
export async function ended(): Promise<string | undefined> {
  await waiting.until(() => ends.length > 0)
  return ends[0]
}

/** Ends it from this side. */
export function close(): void {
  channel?.close()
  closing.abort()
}
