/** Child processes that never outlive us, and that we never outlive by more than `GRACE_MS`. */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname } from 'node:path'

/** How long a child has to end by itself before it is killed, in milliseconds: within the two seconds we promise. */
const GRACE_MS = 1700
/** How often we look whether the npm that started us is still there, in milliseconds. */
const ORPHAN_CHECK_MS = 250
/** How many characters of a child's output are kept for its caller; the log file has all of it. */
const MAX_KEPT_OUTPUT = 20_000

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
/** @type {'SIGINT' | 'SIGTERM' | undefined} */
let endedBy

/** Thrown where work was cut short because someone asked us to end. */
export class Interrupted extends Error {
  name = 'Interrupted'

  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Interrupted by ${signal}`)
    this.exitCode = exitCodeOf(signal)
  }
}

/** The exit code of a process that `signal` ended, as shells count it: 130 for Ctrl-C. @param {NodeJS.Signals} signal */
const exitCodeOf = (signal) => 128 + constants.signals[signal]

/**
 * From here on, Ctrl-C and SIGTERM end the children first and then us, and so does the death of the npm that started us:
 * where npm's shell does not hand signals on, that is all that a `kill` of npm leaves to see.
 */
export function endTogether() {
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && end('SIGTERM'), ORPHAN_CHECK_MS).unref()
}

/** Ends everything that runs, and what waits for it. @param {'SIGINT' | 'SIGTERM'} signal */
export function end(signal) {
  if (endedBy !== undefined) return
  endedBy = signal
  if (running.size === 0) process.exit(exitCodeOf(signal))
  for (const child of running) {
    // A leashed child ends when its channel closes. It may have had the terminal's signal too: one more would be a second Ctrl-C.
    if (child.connected) child.disconnect()
    else child.kill(signal)
  }
  setTimeout(() => {
    for (const child of running) child.kill('SIGKILL')
  }, GRACE_MS).unref()
}

/**
 * @typedef {object} RunOptions
 * @property {string} [log] File that takes the output; without it the output goes to our own.
 * @property {boolean} [quiet] Its standard output is of no interest.
 * @property {boolean} [leash] Gives the child a channel: it ends when the channel closes, even if we are killed.
 * @property {NodeJS.ProcessEnv} [env] Added to our own environment.
 * @property {string} [cwd]
 * @property {number} [maxSilenceMs] The child is stopped after this long without output, in milliseconds.
 */

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} Its exit code, and the end of its output where that was logged.
 * @throws {Interrupted} when it ended because we were asked to; a leashed child's own exit code stands.
 */
export async function run(command, args, { log, quiet = false, leash = false, env, cwd, maxSilenceMs } = {}) {
  const output = log === undefined ? 'inherit' : 'pipe'
  const stdio = ['inherit', quiet ? 'ignore' : output, output]
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: leash ? [...stdio, 'ipc'] : stdio,
    // On Windows, npm is a script, which only a shell can start.
    shell: process.platform === 'win32' && !command.endsWith('.exe'),
  })
  running.add(child)
  const kept = log === undefined ? undefined : keepOutput(child, log, maxSilenceMs)
  try {
    const code = await exitOf(child)
    if (endedBy !== undefined && !leash) throw new Interrupted(endedBy)
    return { code, output: kept?.() ?? '' }
  } finally {
    running.delete(child)
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} */
function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    // Output may still come after the exit. Without pipes there is none, and a leash cut by us would keep `close` from coming.
    child.on(child.stderr === null ? 'exit' : 'close', (code, signal) =>
      resolve(code ?? (signal === null ? 1 : exitCodeOf(signal))),
    )
  })
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} log
 * @param {number | undefined} maxSilenceMs
 */
function keepOutput(child, log, maxSilenceMs) {
  mkdirSync(dirname(log), { recursive: true })
  const file = createWriteStream(log)
  const silence = maxSilenceMs === undefined ? undefined : setTimeout(() => child.kill(), maxSilenceMs)
  let kept = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      silence?.refresh()
      file.write(text)
      kept = (kept + text).slice(-MAX_KEPT_OUTPUT)
    })
  }
  child.on('close', () => {
    clearTimeout(silence)
    file.end()
  })
  return () => kept
}
