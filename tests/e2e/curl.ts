/** The reader's own `curl`, started with the command that a lab prints, and typed into. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { expect } from './fixtures.ts'
import type { LabPage } from './lab-page.ts'

export class Curl implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #ended: Promise<unknown>
  readonly #waiting = new Set<() => void>()
  #heard = ''

  private constructor(command: string) {
    this.#process = spawn('sh', ['-c', `exec ${command}`], { stdio: ['pipe', 'pipe', 'ignore'] })
    this.#ended = new Promise((resolve) => this.#process.on('close', resolve))
    this.#process.stdout.on('data', (octets) => {
      this.#heard += octets
      for (const look of this.#waiting) look()
    })
  }

  /** Starts the command of this panel that takes what is typed, once the panel is connected. */
  static async typed({ region }: LabPage): Promise<Curl> {
    await expect(region.getByText('Live: connected to the labs server.')).toBeVisible()
    await region.getByText('Copy as curl, copy as nc').click()
    const command = await region.locator('code', { hasText: /^curl/ }).textContent()
    return new Curl(command ?? '')
  }

  /** Types a line; resolves when its echo has been printed. */
  async type(line: string): Promise<void> {
    this.#process.stdin.write(`${line}\n`)
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => this.#heard.includes(`you said ${line}`) && resolve()
    this.#waiting.add(look)
    look()
    await promise
    this.#waiting.delete(look)
  }

  /** Ends the request, as Ctrl-D does; resolves when curl has ended. */
  async end(): Promise<void> {
    this.#process.stdin.end()
    await this.#ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill()
    await this.#ended
  }
}
