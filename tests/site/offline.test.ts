/** What is kept for offline use, and how it is told. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { keptSite } from '#site/integrations/offline.ts'
import { type Offline, type Otherwise, offlineSentence } from '#site/offline/offline-state.ts'

async function siteOf(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'site-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    return await keptSite(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const FILES = {
  'recordings/a/run.json': '{}',
  'pagefind/pagefind.js': 'find()',
  'index.html': 'abc',
  'tls/index.html': 'tls',
  '404.html': 'none',
  '_astro/a.js': 'run()',
  'worker.js': 'keep()',
  'mockServiceWorker.js': 'play()',
}

test('every file but the worker’s own is kept, what pages need first, by its hash', async () => {
  const { files, pages } = await siteOf(FILES)
  expect(Object.keys(files)).toEqual([
    '404.html',
    '_astro/a.js',
    'index.html',
    'tls/index.html',
    'pagefind/pagefind.js',
    'recordings/a/run.json',
  ])
  // FIPS 180-4's example, SHA-256 of "abc".
  expect(files['index.html']).toBe('ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=')
  expect(pages).toBe(2)
})

test('another content is another version, and the same is the same', async () => {
  const { version } = await siteOf(FILES)
  expect(await siteOf(FILES)).toMatchObject({ version })
  expect((await siteOf({ ...FILES, 'tls/index.html': 'other' })).version).not.toBe(version)
})

test.each<[Offline | Otherwise, RegExp]>([
  [{ kind: 'saving', done: 199, of: 200 }, /: 99 %\.$/],
  [{ kind: 'kept', pages: 279, since: Date.UTC(2026, 10, 28, 12) }, /all 279 pages, since 28 November 2026\.$/],
  [{ kind: 'not-secure' }, /no secure context\. Over HTTPS, or on localhost/],
  [{ kind: 'no-room' }, /no room/],
])('%o is told', (state, sentence) => {
  expect(offlineSentence(state)).toMatch(sentence)
})
