/** The Deno process that serves WebTransport: one for all, started when it is first needed, ended when no run needs it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { LabError } from '#labs/lab-error.ts'
import { LIMITS } from '../../limits.ts'
import { log } from '../../log.ts'
import { makeHashedCertificate } from '../../tls/certificate.ts'
import { ChildSession } from './child-session.ts'
import { type FromChild, Lines, type Start, type ToChild } from './lines.ts'

const SCRIPT = join(import.meta.dirname, 'serve.deno.ts')
/** Where Deno keeps what it has compiled. */
const CACHE = join(import.meta.dirname, '../../../.cache/deno')
const ADDRESS = '127.0.0.1'
/** It reads modules beside its script; beyond that it may use this address, and neither files, environment nor programs. */
const FLAGS = ['--quiet', '--no-prompt', '--no-config', '--no-lock', '--no-remote', '--no-npm', '--unstable-net']

/** How long it may take to start, in milliseconds: the first time it compiles its script. */
const START_MS = 30_000
const NO_DENO =
  'WebTransport is served by Deno, which is not installed here. End the server, run "npm install --include=optional", and start it again.'
const NOT_STARTED = 'WebTransport is served by Deno, which did not start. The log of the labs server says why.'

/** What the package offers: the path of its program, which it first puts in its place if it has to. */
interface DenoPackage {
  runInstall(): string
}

/** Takes a session that a client has opened. */
type TakeSession = (session: ChildSession) => void

export class DenoChild {
  /** `https://127.0.0.1:PORT` */
  readonly origin: string
  /** The SHA-256 hash of its certificate, as base64: what a page gives as `serverCertificateHashes`. */
  readonly sha256: string
  readonly process: ChildProcessWithoutNullStreams
  readonly #sessions = new Map<number, ChildSession>()
  readonly #take: TakeSession

  private constructor(process: ChildProcessWithoutNullStreams, port: number, sha256: Uint8Array, take: TakeSession) {
    this.process = process
    this.origin = `https://${ADDRESS}:${port}`
    this.sha256 = sha256.toBase64()
    this.#take = take
  }

  /** Starts the Deno at `path`. @throws LabError `LAB_UNAVAILABLE` when it does not start. */
  static async start(path: string, take: TakeSession): Promise<DenoChild> {
    const { key, cert, sha256 } = await makeHashedCertificate({ names: [ADDRESS] })
    const child = spawn(path, ['run', ...FLAGS, `--allow-net=${ADDRESS}`, SCRIPT], {
      env: { DENO_DIR: CACHE, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1', ...systemRoot() },
    })
    child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => log.warn(`WebTransport, Deno: ${text.slice(0, 2000)}`))
    child.stdin.on('error', () => {}) // It has ended; its exit tells.
    const { promise: listening, resolve } = Promise.withResolvers<number>()
    const lines = new Lines()
    let deno: DenoChild | undefined
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      for (const line of lines.take(text)) {
        const said: FromChild = JSON.parse(line)
        if (said.kind === 'listening') resolve(said.port)
        else if (deno) deno.#hear(said)
      }
    })
    child.stdin.write(`${JSON.stringify({ key, cert, maxSessions: LIMITS.maxWebTransportSessions } satisfies Start)}\n`)
    const late = setTimeout(() => child.kill(), START_MS)
    const port = await Promise.race([listening, failing(child)]).finally(() => clearTimeout(late))
    deno = new DenoChild(child, port, sha256, take)
    return deno
  }

  /** Its input ends, and then it does. */
  end(): void {
    this.process.stdin.end()
  }

  #hear(said: Exclude<FromChild, { kind: 'listening' }>): void {
    const session = this.#sessions.get(said.session)
    if (said.kind === 'open') {
      const opened = new ChildSession(said, (line) => this.#tell(line))
      this.#sessions.set(said.session, opened)
      this.#take(opened)
    } else if (said.kind === 'closed') {
      this.#sessions.delete(said.session)
      session?.closed()
    } else session?.hear(said)
  }

  /** Ends the sessions of a process that has ended. */
  lose(): void {
    for (const session of this.#sessions.values()) session.closed()
    this.#sessions.clear()
  }

  #tell(line: ToChild): void {
    this.process.stdin.write(`${JSON.stringify(line)}\n`)
  }
}

/** Where the Deno of the npm package is. @throws LabError `LAB_UNAVAILABLE` when there is none, or none for this platform. */
export function denoPath(load: (name: string) => DenoPackage = createRequire(import.meta.url)): string {
  try {
    return load('deno/install_api.cjs').runInstall()
  } catch {
    throw new LabError('LAB_UNAVAILABLE', NO_DENO)
  }
}

/** Rejects when the process cannot be started, or has ended. */
async function failing(child: ChildProcessWithoutNullStreams): Promise<never> {
  await once(child, 'exit').catch(() => {}) // There is no such program.
  throw new LabError('LAB_UNAVAILABLE', NOT_STARTED)
}

/** Windows starts no process without it. */
function systemRoot() {
  const { SystemRoot } = process.env
  return SystemRoot === undefined ? {} : { SystemRoot }
}
