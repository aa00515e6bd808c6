/** The live twin is itself alone: nothing is shipped that plays recordings. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, liveOnly, test } from './fixtures.ts'

liveOnly('The recorded twin plays recordings.')

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))

test('Mock Service Worker is in none of its files', { tag: '@desktop' }, async () => {
  const files = (await readdir(DIST, { recursive: true })).filter((name) => /\.(?:m?js|html)$/.test(name))
  expect(files.length).toBeGreaterThan(100)
  const marked = []
  for (const name of files) {
    if (/\[MSW\]|mockServiceWorker/.test(await readFile(join(DIST, name), 'utf8'))) marked.push(name)
  }
  expect(marked).toEqual([])
})
