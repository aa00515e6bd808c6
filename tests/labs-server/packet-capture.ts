/** tcpdump on the loopback interface: the packets of one port, read by our own reader while they come. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { Capture } from '#wire/formats/capture.ts'
import { readPcap } from '#wire/formats/pcap.ts'
import type { Direction } from '#wire/pdu.ts'
import { Trace, type TracedConnection } from '#wire/trace.ts'
import { Waiting } from './waiting.ts'

/** What Linux calls it; where it has another name, or may not be captured, there is nothing to compare with. */
const LOOPBACK = 'lo'

/** Why no packets can be captured here; undefined when they can. */
export function whyNoCapture(): string | undefined {
  const { status, error } = spawnSync('tcpdump', ['-i', LOOPBACK, '-L'], { stdio: 'ignore' })
  if (error !== undefined) return 'tcpdump is not installed'
  return status === 0 ? undefined : 'no right to capture packets'
}

export class PacketCapture implements AsyncDisposable {
  readonly #process: ChildProcess
  readonly #pieces: Buffer[] = []
  readonly #happenings = new Waiting()

  private constructor(process: ChildProcess) {
    this.#process = process
    process.stdout?.on('data', (piece: Buffer) => {
      this.#pieces.push(piece)
      this.#happenings.happened()
    })
  }

  /** Captures the packets of `port` from now on: tcpdump has said that it listens. */
  static async of(port: number): Promise<PacketCapture> {
    // Each packet at once, into a kernel buffer of 16 MiB, so that none is dropped.
    const flags = ['-i', LOOPBACK, '-w', '-', '-U', '--immediate-mode', '-B', '16384', '-s', '0']
    const process = spawn('tcpdump', [...flags, 'tcp', 'port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] })
    const capture = new PacketCapture(process)
    const heard = new Waiting()
    let said = ''
    process.stderr.setEncoding('latin1').on('data', (text: string) => {
      said += text
      heard.happened()
    })
    process.on('exit', () => heard.happened())
    await heard.until(() => said.includes('listening on') || process.exitCode !== null)
    if (process.exitCode !== null) throw new Error(`Failed to start tcpdump: ${said}`)
    return capture
  }

  /** What has been captured so far. */
  read(): Capture {
    return readPcap(Buffer.concat(this.#pieces))
  }

  /** The connection of the client at `address`, once its end was captured. */
  async connectionOf(address: string): Promise<TracedConnection> {
    let found: TracedConnection | undefined
    await this.#happenings.until(() => {
      if (this.#pieces.length === 0) return false
      found = this.#closed(address)
      return found !== undefined
    })
    return found as TracedConnection
  }

  #closed(address: string): TracedConnection | undefined {
    const { run, records } = this.read()
    const trace = new Trace(run)
    for (const record of records) trace.append(record)
    return trace.connections.find(({ client, closedAt }) => client === address && closedAt !== undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null) return
    const exited = once(this.#process, 'exit')
    this.#process.kill('SIGINT')
    await exited
  }
}

/** The octets of one direction as ISO 8859-1 text. */
export function textOf({ streams }: TracedConnection, direction: Direction): string {
  return streams[direction].text({ start: 0, end: streams[direction].length })
}
