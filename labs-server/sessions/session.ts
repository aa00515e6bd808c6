/** A session: one browser profile, known by its token, with a current run of each lab and the connections that are open. */
import type { Limits } from '../limits.ts'
import type { LabConnection } from './lab-connection.ts'
import type { Run } from './run.ts'

export class Session {
  readonly token: string
  readonly #limits: Limits
  readonly #runs = new Map<string, Run>()
  readonly #connections = new Set<LabConnection>()
  readonly #watchers = new Set<(lab: string, run: Run) => void>()
  #lastUsedAt = performance.now()

  constructor(token: string, limits: Limits) {
    this.token = token
    this.#limits = limits
  }

  /** When a connection, viewer or run last came or went, on the clock of `performance.now()`. */
  get lastUsedAt(): number {
    return this.#lastUsedAt
  }

  /** Nobody has it open. */
  get idle(): boolean {
    return this.#connections.size === 0 && this.#watchers.size === 0
  }

  get viewers(): number {
    return this.#watchers.size
  }

  /** The current run of a lab. */
  runOf(lab: string): Run | undefined {
    return this.#runs.get(lab)
  }

  /** Makes `run` the current one of its lab, tells the viewers, and forgets the one before. */
  begin(run: Run): void {
    const { lab } = run.info
    this.#use()
    const before = this.#runs.get(lab)
    this.#runs.delete(lab)
    const [oldest] = this.#runs.keys()
    if (oldest !== undefined && this.#runs.size >= this.#limits.maxRunsPerSession) this.#drop(oldest)
    this.#runs.set(lab, run)
    for (const began of this.#watchers) began(lab, run)
    before?.forget()
  }

  #drop(lab: string): void {
    this.#runs.get(lab)?.forget()
    this.#runs.delete(lab)
  }

  /** Why a new connection of `run` is refused, as a sentence; undefined when it is welcome. */
  refusal(run: Run): string | undefined {
    const { maxConnectionsPerSession, maxConnectionsPerRun } = this.#limits
    if (this.#connections.size >= maxConnectionsPerSession) {
      return `This session has ${maxConnectionsPerSession} connections open, which is the limit: close some, or press Stop.`
    }
    if (run.full) {
      return `This run has had ${maxConnectionsPerRun} connections, which is the limit: press Run to start a new one.`
    }
    return undefined
  }

  joined(connection: LabConnection): void {
    this.#use()
    this.#connections.add(connection)
  }

  left(connection: LabConnection): void {
    this.#use()
    this.#connections.delete(connection)
  }

  /**
   * Makes the wire quiet before a new run of `lab`: closes the connections of its previous run, and all that carry
   * nothing, since a browser would use them again. Those of other labs that are busy close when they are done.
   * Resolves when all that was to close is closed.
   */
  async clear(lab: string): Promise<void> {
    const closing: Promise<void>[] = []
    for (const connection of this.#connections) {
      if (connection.quiet || connection.run?.info.lab === lab) closing.push(connection.close())
      else connection.closeOnceQuiet()
    }
    await Promise.all(closing)
  }

  /** Calls `began` with every run that becomes a lab's current one; returns what ends that. */
  watch(began: (lab: string, run: Run) => void): () => void {
    this.#use()
    this.#watchers.add(began)
    return () => {
      this.#use()
      this.#watchers.delete(began)
    }
  }

  /** Gives back everything kept. */
  forget(): void {
    for (const lab of [...this.#runs.keys()]) this.#drop(lab)
  }

  #use(): void {
    this.#lastUsedAt = performance.now()
  }
}
