/** Counting: what each step of `npm test` adds to its last line. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** One step that counts as one test. @param {boolean} passed @returns {Tally} */
export const one = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 })

/** A step that could not run because one before it failed. @type {Tally} */
export const NOT_RUN = { passed: 0, failed: 0, skipped: 1 }

/** @param {readonly Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of tallies) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}

/** The last line of `npm test`. @param {Tally} tally */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/**
 * The tests of a runner which ended with `code`. A runner can fail beside its tests (an error outside of all of them, a file
 * that cannot be read, no test at all, a crash before the report): that is one failure more.
 *
 * @param {Tally | undefined} reported Undefined when it left no report.
 * @param {number} code
 * @returns {Tally}
 */
export function tallyOf(reported, code) {
  const tally = reported ?? { passed: 0, failed: 0, skipped: 0 }
  const unexplained = tally.failed === 0 && (code !== 0 || tally.passed === 0)
  return unexplained ? { ...tally, failed: 1 } : tally
}

/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: unknown[] }[] }} VitestReport */

/** Vitest's JSON report. A file that fails before its first test is a failure. @param {VitestReport} report @returns {Tally} */
export function vitestTally(report) {
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} PlaywrightReport */

/** Playwright's JSON report. A test that passes only when tried again has failed. @param {PlaywrightReport} report @returns {Tally} */
export function playwrightTally({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}
