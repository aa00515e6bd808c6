/** What a person sees while set-up works: one line a step, with its seconds, and a sign of life while it lasts. */

/** Steps shorter than this show no sign of life, in milliseconds. */
const QUIET_MS = 1000
/** How often a step shows that it goes on, in milliseconds: a terminal's line can be written over, a log's cannot. */
const BEAT_MS = { terminal: 1000, log: 10_000 }

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

/**
 * Does one step of work and says so.
 *
 * @template Result
 * @param {string} title What is being done: `Building the site`.
 * @param {() => Promise<Result>} work
 * @param {(result: Result) => boolean} [went] Whether the result is a good one; a throw never is.
 * @param {NodeJS.WriteStream} [out]
 * @returns {Promise<Result>}
 */
export async function step(title, work, went = () => true, out = process.stdout) {
  const startedAt = performance.now()
  const elapsed = () => performance.now() - startedAt
  const beat = () => {
    const line = `… ${title}, ${Math.round(elapsed() / 1000)} s`
    out.write(out.isTTY ? `\r${line}\u001b[K` : `${line}\n`)
  }
  const finish = (/** @type {string} */ mark) =>
    out.write(`${out.isTTY ? '\r\u001b[K' : ''}${mark} ${title}, ${seconds(elapsed())}\n`)

  /** @type {NodeJS.Timeout | undefined} */
  let beats
  const quiet = setTimeout(() => {
    beat()
    beats = setInterval(beat, out.isTTY ? BEAT_MS.terminal : BEAT_MS.log)
  }, QUIET_MS)
  let good = false
  try {
    const result = await work()
    good = went(result)
    return result
  } finally {
    clearTimeout(quiet)
    clearInterval(beats)
    finish(good ? '✓' : '✗')
  }
}
