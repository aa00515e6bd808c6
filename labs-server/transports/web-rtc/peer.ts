/** One of two peers: a connection (W3C WebRTC), the signals that make it, and messages on its data channel (RFC 8831). */
import type { ClientContext, Message } from '../channel.ts'
import { Pieces, piecesOf } from './pieces.ts'
import { type Signal, Signalling } from './signalling.ts'
import { describeStats } from './stats.ts'

/** How long two peers may take to find each other, in milliseconds. */
const PATIENCE_MS = 10_000
/** Octets that wait in the data channel before the next piece waits for them. */
const MAX_BUFFERED = 2 ** 20

export class Peer {
  readonly name: 'reader' | 'other'
  readonly #connection = new RTCPeerConnection({ iceServers: [] })
  readonly #signalling: Signalling
  readonly #pieces: Pieces
  readonly #opened = Promise.withResolvers<RTCDataChannel>()
  readonly #ended = Promise.withResolvers<void>()
  #sending: Promise<unknown> = Promise.resolve()

  /** `receive` is called with every message. The peer listens for signals at once. */
  constructor(name: Peer['name'], context: ClientContext, receive: (message: Message) => void) {
    this.name = name
    this.#pieces = new Pieces(receive)
    this.#signalling = new Signalling(name, context, (signal) => this.#heed(signal).catch(this.#opened.reject))
    this.#ended.promise.catch(() => {})
    this.#signalling.failed.catch(this.#opened.reject)
    const timer = setTimeout(
      () => this.#lose(`The peers have not found each other in ${PATIENCE_MS / 1000} s.`),
      PATIENCE_MS,
    )
    this.#opened.promise.finally(() => clearTimeout(timer)).catch(() => {})
    this.#connection.onicecandidate = ({ candidate }) => {
      if (candidate) this.#signalling.send({ candidate: candidate.toJSON() }).catch(this.#opened.reject)
    }
    this.#connection.onconnectionstatechange = () => {
      if (this.#connection.connectionState === 'failed') this.#lose('The peers cannot reach each other.')
    }
    this.#connection.ondatachannel = ({ channel }) => this.#use(channel)
  }

  /** Resolves when messages can go both ways; rejects when the peers do not find each other. */
  get opened(): Promise<unknown> {
    return this.#opened.promise
  }

  /** Resolves when this side has closed; rejects when the other has gone. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** Offers a data channel to the other peer. */
  async call(): Promise<void> {
    this.#use(this.#connection.createDataChannel('messages'))
    await this.#describe()
  }

  /** Sends a message, in as many pieces as it needs, behind those that are still going. */
  send(message: Message): Promise<void> {
    const sent = this.#sending.then(async () => {
      const channel = await this.#opened.promise
      for (const piece of piecesOf(message)) {
        if (channel.bufferedAmount > MAX_BUFFERED) {
          await new Promise((resolve) => channel.addEventListener('bufferedamountlow', resolve, { once: true }))
        }
        channel.send(piece)
      }
    })
    this.#sending = sent.catch(() => {})
    return sent
  }

  /** What this end reports of the connection, in words. */
  async stats(): Promise<string> {
    return describeStats(await this.#connection.getStats())
  }

  endSignalling(): void {
    this.#signalling.close()
  }

  close(): void {
    this.#ended.resolve()
    this.#signalling.close()
    this.#connection.close()
  }

  /** Says what this end can do: an offer, or the answer to one (RFC 9429, JSEP). */
  async #describe(): Promise<void> {
    await this.#connection.setLocalDescription()
    const { localDescription } = this.#connection
    if (localDescription) await this.#signalling.send({ description: localDescription.toJSON() })
  }

  async #heed({ description, candidate }: Signal): Promise<void> {
    if (description) await this.#connection.setRemoteDescription(description)
    if (description?.type === 'offer') await this.#describe()
    if (candidate) await this.#connection.addIceCandidate(candidate)
  }

  #use(channel: RTCDataChannel): void {
    channel.binaryType = 'arraybuffer'
    channel.bufferedAmountLowThreshold = MAX_BUFFERED / 2
    channel.onopen = () => this.#opened.resolve(channel)
    channel.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#pieces.take(new Uint8Array(data))
    channel.onclose = () => this.#lose('The data channel was closed by the other peer.')
  }

  #lose(why: string): void {
    this.#opened.reject(new Error(why))
    this.#ended.reject(new Error(why))
  }
}
