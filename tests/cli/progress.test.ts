/** What a person sees while a step works: nothing for a moment, then a sign of life, and one line at the end. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { step } from '../../labs-server/cli/progress.mjs'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A step of `ms` milliseconds that ends with `result`, and all that it wrote. */
async function written(ms: number, isTTY: boolean, result = true): Promise<string> {
  let text = ''
  const out = { isTTY, write: (more: string) => (text += more) } as unknown as NodeJS.WriteStream
  const work = () => new Promise<boolean>((resolve) => setTimeout(resolve, ms, result))
  const done = step('Building the site', work, (good) => good, out)
  await vi.advanceTimersByTimeAsync(ms)
  await done
  return text
}

test('a short step is one line', async () => {
  expect(await written(400, false)).toBe('✓ Building the site, 0.4 s\n')
})

test('a log has a line when the step has lasted a second, and one every ten', async () => {
  expect(await written(12_300, false)).toBe(
    '… Building the site, 1 s\n… Building the site, 11 s\n✓ Building the site, 12.3 s\n',
  )
})

test('a terminal has one line, written over every second', async () => {
  const lines = (await written(2500, true)).split('\r')
  expect(lines).toEqual([
    '',
    '… Building the site, 1 s\u001b[K',
    '… Building the site, 2 s\u001b[K',
    '\u001b[K✓ Building the site, 2.5 s\n',
  ])
})

test('a step that did not go well is marked, and so is one that throws', async () => {
  expect(await written(100, false, false)).toBe('✗ Building the site, 0.1 s\n')
  let text = ''
  const out = { isTTY: false, write: (more: string) => (text += more) } as unknown as NodeJS.WriteStream
  await expect(step('Installing', () => Promise.reject(new Error('gone')), undefined, out)).rejects.toThrow('gone')
  expect(text).toMatch(/^✗ Installing, /)
})
