/** Unit and contract tests: everything in `tests/` but the end-to-end tests, which need a browser. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Above `tests/`, so that paths in reports are the repository's.
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**'],
    environment: 'node',
    // Ports, limits and time-outs are the tests' own; nothing is shared, so nothing waits long.
    testTimeout: 15_000,
    retry: 0,
  },
})
