/** The last line of `npm test`, which people and machines read. */
import { describe, expect, test } from 'vitest'
import { lastLine, NOT_RUN, one, playwrightTally, sum, tallyOf, vitestTally } from '../../labs-server/cli/tally.mjs'

describe('the last line', () => {
  test('counts what passed and failed', () => {
    expect(lastLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed')
  })

  test('counts what was skipped, where something was', () => {
    expect(lastLine({ passed: 12, failed: 1, skipped: 3 })).toBe('12 passed, 1 failed, 3 skipped')
  })

  test('is the sum of all steps, those included that could not run', () => {
    expect(lastLine(sum([one(true), one(false), { passed: 5, failed: 2, skipped: 1 }, NOT_RUN]))).toBe(
      '6 passed, 3 failed, 2 skipped',
    )
  })
})

describe('a test runner', () => {
  test('that leaves no report has failed', () => {
    expect(tallyOf(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  test('that fails although all its tests passed has failed once', () => {
    expect(tallyOf({ passed: 5, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
  })

  test('that ran no test has failed', () => {
    expect(tallyOf({ passed: 0, failed: 0, skipped: 4 }, 0)).toEqual({ passed: 0, failed: 1, skipped: 4 })
  })

  test('whose tests failed has failed no more often than they did', () => {
    expect(tallyOf({ passed: 5, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 5, failed: 2, skipped: 0 })
  })
})

test('Vitest: a file that cannot be read is a failure too', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{}, {}] },
      { status: 'failed', assertionResults: [{}, {}] },
      { status: 'failed', assertionResults: [] },
    ],
  }
  expect(vitestTally(report)).toEqual({ passed: 3, failed: 2, skipped: 3 })
})

test('Playwright: flaky tests and errors outside of tests are failures', () => {
  const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{}] }
  expect(playwrightTally(report)).toEqual({ passed: 7, failed: 3, skipped: 2 })
})
