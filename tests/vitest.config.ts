/** Unit and contract tests: everything in `tests/` but the end-to-end tests, which Playwright runs. */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const CONTRACT = 'tests/contract/**/*.test.ts'

export default defineConfig({
  // Above `tests/`, so that paths in reports are the repository's.
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    environment: 'node',
    // Ports, limits and time-outs are the tests' own; nothing is shared, so nothing waits long.
    testTimeout: 15_000,
    retry: 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/e2e/**', CONTRACT],
          // Some wait for other programs: one file more than there are cores.
          maxWorkers: availableParallelism() + 1,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'contract',
          include: [CONTRACT],
          // Each of them has browsers at work side by side, and times what they do.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
