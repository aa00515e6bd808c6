/**
 * The tap: a Duplex around an accepted socket, given to the HTTP server in its place by `server.emit('connection')`.
 * It notes each read and each write, lets the emulated path hold them, and is a socket to the server in all else.
 *
 * What the platform surprised us with:
 * - Node hands over head, chunk-size, data and CRLF as pieces of one `_writev`, which becomes one write. A tap without
 *   `_writev` would make four of it. Here the pieces are put together, written once, and noted with their lengths.
 * - The write callback answers at once while the socket has room: kept back, it makes Node merge the next write of the
 *   same tick into one, and the wire would not be what it is without the tap.
 */
import type { AddressInfo, Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { CutHow } from '#labs/path-options.ts'
import type { EmulatedPath } from '../path/emulated-path.ts'
import { cutInto, piecesWithin, type WrittenPiece } from '../path/pieces.ts'
import type { TapObserver } from './tap-observer.ts'

type Done = (error?: Error | null) => void
interface Piece {
  readonly chunk: Buffer | string
  readonly encoding: BufferEncoding
}

export class TappedSocket extends Duplex {
  readonly #socket: Socket
  readonly #observer: TapObserver
  /** Undefined until the observer has decided, null when there is none. */
  #path: EmulatedPath | null | undefined
  #onDrain: Done | undefined
  #paused = false
  #reset = false
  #begun = false
  /** The path has lost what goes in this direction, or the whole connection. */
  #isDownLost = false
  #isLost = false

  constructor(socket: Socket, observer: TapObserver) {
    super({ allowHalfOpen: true, decodeStrings: false })
    this.#socket = socket
    this.#observer = observer
    socket.on('data', (octets: Buffer) => this.#read(octets))
    socket.on('end', () => this.#readEnd())
    socket.on('drain', () => this.#drained())
    socket.on('timeout', () => this.emit('timeout'))
    socket.on('error', (error) => {
      this.#reset = true
      this.destroy(error)
    })
    socket.on('close', () => {
      if (!this.#isLost) observer.closed(this.#reset ? 'reset' : 'closed', performance.now())
      this.destroy()
    })
  }

  /** Tells by `begin` what the first octet is, before anybody is given it; undefined when the client ends without one. */
  #begin(first: number | undefined): void {
    if (this.#begun) return
    this.#begun = true
    this.emit('begin', first)
  }

  #read(octets: Buffer): void {
    if (this.#isLost) return
    this.#begin(octets[0])
    const at = performance.now()
    if (this.#path === undefined) {
      this.#path = this.#observer.pathOf(octets)
      this.#path?.onLost((how) => this.#lose(how))
    }
    const path = this.#path
    if (!path) {
      this.#observer.octets('client-to-server', octets, at, undefined, undefined)
      if (!this.push(octets)) this.#pause()
      return
    }
    const heldMs = path.heldMs('client-to-server', at, octets.length)
    this.#observer.octets('client-to-server', octets, at, undefined, heldMs)
    let room = true
    for (const piece of cutInto(path.maxPieceOctets, octets)) {
      room = path.hold('client-to-server', at, piece.octets.length, () => this.push(piece.octets))
    }
    if (room) return
    this.#pause()
    path.onRoom('client-to-server', () => this.#resume())
  }

  #pause(): void {
    this.#paused = true
    this.#socket.pause()
  }

  #resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#socket.resume()
  }

  #readEnd(): void {
    if (this.#isLost) return
    this.#begin(undefined)
    const at = performance.now()
    this.#observer.ended('client-to-server', at)
    if (this.#path) this.#path.hold('client-to-server', at, 0, () => this.push(null))
    else this.push(null)
  }

  override _read(): void {
    if (this.#path) this.#path.resume('client-to-server')
    else this.#resume()
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: Done): void {
    this.#send(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk, undefined, done)
  }

  override _writev(chunks: readonly Piece[], done: Done): void {
    const pieces: number[] = []
    let length = 0
    for (const { chunk, encoding } of chunks) {
      const piece = typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length
      pieces.push(piece)
      length += piece
    }
    const octets = Buffer.allocUnsafe(length)
    let at = 0
    for (const { chunk, encoding } of chunks) {
      at += typeof chunk === 'string' ? octets.write(chunk, at, encoding) : chunk.copy(octets, at)
    }
    this.#send(octets, pieces, done)
  }

  #send(octets: Buffer, pieces: readonly number[] | undefined, done: Done): void {
    const path = this.#path
    if (!path) {
      this.#observer.octets('server-to-client', octets, performance.now(), pieces, undefined)
      if (this.#socket.write(octets)) done()
      else this.#onDrain = done
      return
    }
    const at = performance.now()
    let room = true
    for (const piece of cutInto(path.maxPieceOctets, octets, pieces)) {
      const leave = (heldMs: number | undefined) => this.#writeDown(path, piece, heldMs)
      room = path.hold('server-to-client', at, piece.octets.length, leave)
    }
    if (room) done()
    else path.onRoom('server-to-client', done)
  }

  /** Writes what the path has carried, as far as it does not lose it. */
  #writeDown(path: EmulatedPath, { octets, pieces }: WrittenPiece, heldMs: number | undefined): boolean {
    const length = path.roomDown(octets.length)
    const passing = octets.subarray(0, length)
    let room = true
    if (length > 0) {
      const own = length < octets.length && pieces ? piecesWithin(pieces, 0, length) : pieces
      this.#observer.octets('server-to-client', passing, performance.now(), own, heldMs)
      room = this.#socket.write(passing)
    }
    path.wentDown(length)
    return room
  }

  /** The path loses the connection: to both ends it is over, or to the client alone that nothing more will come. */
  #lose(how: CutHow): void {
    const at = performance.now()
    const socket = this.#socket
    if (how !== 'reset') {
      this.#isDownLost = true
      this.#observer.ended('server-to-client', at, 'path')
      socket.end()
      if (how === 'half-close') return
    }
    this.#isLost = true
    this.#observer.closed(how === 'reset' ? 'reset' : 'closed', at, 'path')
    if (how === 'reset') socket.resetAndDestroy()
    else {
      // Closed with octets unread, the system would send a RST (RFC 2525 section 2.17): read on until the client has ended.
      socket.resume()
      const linger = setTimeout(() => socket.destroy(), this.#path?.lingerMs)
      socket.once('close', () => clearTimeout(linger))
    }
    this.destroy()
  }

  #drained(): void {
    const done = this.#onDrain
    this.#onDrain = undefined
    done?.()
    this.#path?.resume('server-to-client')
  }

  override _final(done: Done): void {
    if (this.#isDownLost) {
      done()
      return
    }
    const end = () => {
      this.#observer.ended('server-to-client', performance.now())
      this.#socket.end(() => done())
      return true
    }
    if (this.#path) this.#path.hold('server-to-client', performance.now(), 0, end)
    else end()
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#path?.clear()
    if (this.#socket.closed || this.#isLost) {
      done(error)
      return
    }
    this.#socket.once('close', () => done(error))
    this.#socket.destroy()
  }

  /** Ends the connection once everything written has gone, as `net.Socket` does it. */
  destroySoon(): void {
    if (this.writable) this.end()
    if (this.writableFinished) this.destroy()
    else this.once('finish', () => this.destroy())
  }

  /** Breaks the connection off with a RST (RFC 9293 section 3.10.7). */
  resetAndDestroy(): this {
    this.#reset = true
    this.#socket.resetAndDestroy()
    return this
  }

  setTimeout(timeoutMs: number, listener?: () => void): this {
    this.#socket.setTimeout(timeoutMs)
    if (listener) this.once('timeout', listener)
    return this
  }

  setNoDelay(noDelay?: boolean): this {
    this.#socket.setNoDelay(noDelay)
    return this
  }

  setKeepAlive(enable?: boolean, initialDelayMs?: number): this {
    this.#socket.setKeepAlive(enable, initialDelayMs)
    return this
  }

  ref(): this {
    this.#socket.ref()
    return this
  }

  unref(): this {
    this.#socket.unref()
    return this
  }

  address(): AddressInfo | object {
    return this.#socket.address()
  }

  /** Whether what is tapped is the inside of TLS, as `tls.TLSSocket` says it of itself. */
  get encrypted(): boolean {
    return 'encrypted' in this.#socket
  }

  get timeout(): number | undefined {
    return this.#socket.timeout
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort
  }

  get remoteFamily(): string | undefined {
    return this.#socket.remoteFamily
  }

  get localAddress(): string | undefined {
    return this.#socket.localAddress
  }

  get localPort(): number | undefined {
    return this.#socket.localPort
  }

  get bytesRead(): number {
    return this.#socket.bytesRead
  }

  get bytesWritten(): number {
    return this.#socket.bytesWritten
  }
}
