/**
 * nginx, where it is installed: a child process for each set of directives, started when a run asks for it, reached over a
 * Unix socket in a temporary folder of its own, and ended with the labs server.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { LabError } from '#labs/lab-error.ts'
import type { NginxDirectives } from '#labs/middlebox-options.ts'
import type { Limits } from '../limits.ts'
import { NGINX_SOCKET, nginxConfiguration } from './nginx-configuration.ts'

/** Between two looks whether it listens, in milliseconds. */
const LOOK_MS = 20
/** What is kept of what it says of itself, in characters. */
const MAX_SAID = 2000

/** Which nginx there is, or why there is none, as a sentence. */
export type NginxFound =
  | { readonly version: string; readonly why?: undefined }
  | { readonly version?: undefined; readonly why: string }

interface Started {
  readonly child: ChildProcess
  readonly folder: string
  readonly socket: string
}

export class NginxPool implements AsyncDisposable {
  readonly #labsPort: number
  readonly #limits: Limits
  /** By configuration, the one asked for longest ago first. */
  readonly #running = new Map<string, Promise<Started>>()
  #found: Promise<NginxFound> | undefined

  /** `labsPort` is where the labs listen for the middlebox. */
  constructor(labsPort: number, limits: Limits) {
    this.#labsPort = labsPort
    this.#limits = limits
  }

  /** Looks once. */
  found(): Promise<NginxFound> {
    this.#found ??= findNginx()
    return this.#found
  }

  /** What nginx would be told, whether or not it is there. */
  async configuration(directives: NginxDirectives): Promise<string> {
    const { version = '' } = await this.found()
    return nginxConfiguration(directives, this.#labsPort, version)
  }

  /**
   * The path of the Unix socket at which nginx listens with these directives; starts it when it does not run.
   *
   * @throws LabError `LAB_NOT_INSTALLED`, or `LAB_INTERNAL` when it does not start.
   */
  async socketOf(directives: NginxDirectives): Promise<string> {
    const { why } = await this.found()
    if (why !== undefined) throw new LabError('LAB_NOT_INSTALLED', why)
    const configuration = await this.configuration(directives)
    const running = this.#running.get(configuration) ?? this.#start(configuration)
    // Asked for last, it ends last.
    this.#running.delete(configuration)
    this.#running.set(configuration, running)
    const [oldest] = this.#running.keys()
    if (oldest !== undefined && this.#running.size > this.#limits.maxNginxProcesses) this.#end(oldest)
    return (await running).socket
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running.keys()].map((configuration) => this.#end(configuration)))
  }

  #start(configuration: string): Promise<Started> {
    const starting = start(configuration, this.#limits.nginxWaitMs)
    const forget = () => {
      if (this.#running.get(configuration) === starting) this.#running.delete(configuration)
    }
    starting.then(({ child }) => child.once('exit', forget), forget)
    return starting
  }

  async #end(configuration: string): Promise<void> {
    const running = this.#running.get(configuration)
    this.#running.delete(configuration)
    const started = await running?.catch(() => undefined)
    if (started !== undefined) await end(started, this.#limits.nginxWaitMs)
  }
}

async function findNginx(): Promise<NginxFound> {
  if (process.platform === 'win32')
    return { why: 'nginx is started on Linux and macOS only: choose another middlebox.' }
  try {
    const { stderr } = await promisify(execFile)('nginx', ['-v'])
    const version = /nginx\/(\d+(?:\.\d+)*)/.exec(stderr)?.[1]
    if (version !== undefined) return { version }
  } catch {
    // Not on the path, or not to be run.
  }
  return { why: 'nginx is not installed on this machine: install it, or choose another middlebox.' }
}

async function start(configuration: string, waitMs: number): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'two-way-web-nginx-'))
  await writeFile(join(folder, 'nginx.conf'), configuration)
  const child = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  child.once('error', () => process.off('exit', kill))
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-MAX_SAID)
  })
  const started = { child, folder, socket: join(folder, NGINX_SOCKET) }
  const until = performance.now() + waitMs
  while (!(await listens(started.socket))) {
    if (isRunning(child) && performance.now() < until) await wait(LOOK_MS)
    else {
      await end(started, waitMs)
      throw new LabError('LAB_INTERNAL', `nginx did not start: ${said.trim() || 'it did not listen in time'}.`)
    }
  }
  return started
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null
}

function listens(path: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = net.connect(path)
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  return promise.finally(() => socket.destroy())
}

async function end({ child, folder }: Started, waitMs: number): Promise<void> {
  if (isRunning(child)) {
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    const insist = setTimeout(() => child.kill('SIGKILL'), waitMs)
    await exited
    clearTimeout(insist)
  }
  await rm(folder, { recursive: true, force: true })
}
