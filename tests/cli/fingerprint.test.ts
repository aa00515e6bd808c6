/** The site is built again exactly when its sources changed. */
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fingerprintOf } from '../../labs-server/cli/fingerprint.mjs'

let root: string
const write = (path: string, text: string) => writeFile(join(root, path), text)
const fingerprint = () => fingerprintOf(root, ['site', 'package.json', 'content'])

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fingerprint-'))
  await mkdir(join(root, 'site/pages'), { recursive: true })
  await write('site/pages/index.astro', '<h1>Hello</h1>')
  await write('package.json', '{}')
})
afterEach(() => rm(root, { recursive: true }))

test('is the same for the same files, written anew', async () => {
  const before = fingerprint()
  await write('site/pages/index.astro', '<h1>Hello</h1>')
  expect(fingerprint()).toBe(before)
})

test.each([
  ['a file changed', () => write('site/pages/index.astro', '<h1>Hullo</h1>')],
  ['a file was added', () => write('site/pages/about.astro', '')],
  ['a file moved', () => rename(join(root, 'site/pages/index.astro'), join(root, 'site/index.astro'))],
  ['a file was removed', () => rm(join(root, 'site/pages/index.astro'))],
  ['a folder appeared that was not there', () => mkdir(join(root, 'content')).then(() => write('content/a.mdx', ''))],
])('differs when %s', async (_what, change) => {
  const before = fingerprint()
  await change()
  expect(fingerprint()).not.toBe(before)
})

test('does not mind what editors leave behind, nor files beside the sources', async () => {
  const before = fingerprint()
  await write('site/pages/.index.astro.swp', 'x')
  await write('README.md', 'x')
  expect(fingerprint()).toBe(before)
})

test('tells the end of one file from the start of the next', async () => {
  await write('site/a', 'xy')
  await write('site/b', 'z')
  const before = fingerprint()
  await write('site/a', 'x')
  await write('site/b', 'yz')
  expect(fingerprint()).not.toBe(before)
})
