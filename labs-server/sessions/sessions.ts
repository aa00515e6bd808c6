/** All sessions: found by token, made when first named, forgotten when idle, and bounded together. */
import { setTimeout as wait } from 'node:timers/promises'
import { LABS, labOf } from '#labs/index.ts'
import { initialValues, type SwitchValues } from '#labs/lab.ts'
import { LabError } from '#labs/lab-error.ts'
import type { Limits } from '../limits.ts'
import { Claims } from './claims.ts'
import { type Owner, SESSION_TOKEN } from './first-request.ts'
import { type OctetBudget, Run } from './run.ts'
import { Session } from './session.ts'

export class Sessions implements OctetBudget {
  readonly limits: Limits
  /** Connections that the labs server opens itself. */
  readonly claims = new Claims()
  readonly #server: string
  /** In the order in which they were made. */
  readonly #sessions = new Map<string, Session>()
  readonly #sweep: NodeJS.Timeout
  #octets = 0

  /** `server` is what answers, with versions, as runs tell it. */
  constructor(limits: Limits, server: string) {
    this.limits = limits
    this.#server = server
    this.#sweep = setInterval(() => this.#forgetIdle(), Math.min(60_000, limits.sessionIdleMs)).unref()
  }

  get size(): number {
    return this.#sessions.size
  }

  /**
   * The session of `token`, made when it is new.
   *
   * @throws LabError `LAB_UNKNOWN_SESSION` for a malformed token, `LAB_FULL` when no session can be forgotten for it.
   */
  session(token: string): Session {
    if (!SESSION_TOKEN.test(token)) {
      throw new LabError(
        'LAB_UNKNOWN_SESSION',
        'A session is named by 22 characters of A-Z, a-z, 0-9, "-" and "_". Copy the address from the lab.',
      )
    }
    const known = this.#sessions.get(token)
    if (known !== undefined) return known
    if (this.#sessions.size >= this.limits.maxSessions && !this.#forgetOldest()) {
      throw new LabError('LAB_FULL', `The labs server has ${this.limits.maxSessions} sessions in use. Try again later.`)
    }
    const session = new Session(token, this.limits)
    this.#sessions.set(token, session)
    return session
  }

  /**
   * Starts a run: closes what the run before left open, so that counts start from nothing, and makes it current.
   *
   * @throws LabError `LAB_UNKNOWN`, or what `session` throws.
   */
  async start(token: string, lab: string, values: SwitchValues): Promise<Run> {
    const cleared = this.session(token).clear(lab)
    await Promise.race([cleared, wait(this.limits.closeWaitMs, undefined, { ref: false })])
    return this.#begin(this.session(token), lab, values, performance.now())
  }

  /**
   * The session and run that a connection belongs to whose first request line names `owner`. A lab that has no run yet
   * gets one, with its switches at their initial values. Undefined for a lab that does not exist; a sentence when the
   * session cannot be made.
   */
  ownerOf(owner: Owner, openedAt: number): { session: Session; run: Run } | string | undefined {
    const lab = labOf(owner.lab)
    if (lab === undefined) return undefined
    try {
      const session = this.session(owner.session)
      const run = session.runOf(lab.id) ?? this.#begin(session, lab.id, initialValues(lab), openedAt)
      return { session, run }
    } catch (error) {
      if (error instanceof LabError) return error.message
      throw error
    }
  }

  /** Counts octets that a run wants to keep; forgets idle sessions when there are too many. */
  take(octets: number): boolean {
    while (this.#octets + octets > this.limits.maxOctetsKept) if (!this.#forgetOldest()) return false
    this.#octets += octets
    return true
  }

  give(octets: number): void {
    this.#octets -= octets
  }

  /** Forgets all: whatever is still at work for one of their runs ends. */
  close(): void {
    clearInterval(this.#sweep)
    for (const session of this.#sessions.values()) this.#forget(session)
  }

  #begin(session: Session, labId: string, values: SwitchValues, originMs: number): Run {
    const lab = labOf(labId)
    if (lab === undefined) throw unknownLab(labId)
    const about = { lab: labId, switches: values, server: this.#server }
    const run = new Run(about, lab.path(values as never), originMs, this.limits, this)
    session.begin(run)
    return run
  }

  #forgetOldest(): boolean {
    let oldest: Session | undefined
    for (const session of this.#sessions.values()) {
      if (session.idle && session.lastUsedAt < (oldest?.lastUsedAt ?? Number.POSITIVE_INFINITY)) oldest = session
    }
    if (oldest !== undefined) this.#forget(oldest)
    return oldest !== undefined
  }

  #forgetIdle(): void {
    const before = performance.now() - this.limits.sessionIdleMs
    for (const session of this.#sessions.values()) {
      if (session.idle && session.lastUsedAt < before) this.#forget(session)
    }
  }

  #forget(session: Session): void {
    session.forget()
    this.#sessions.delete(session.token)
  }
}

/** The error for a lab that does not exist, with a sentence that says which do. */
export function unknownLab(id: string): LabError {
  const known = LABS.map((lab) => lab.id).join(', ')
  return new LabError('LAB_UNKNOWN', `There is no lab "${id.slice(0, 40)}". There are: ${known}.`)
}
