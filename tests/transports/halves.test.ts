/** The code of a transport, which lessons print: what a reader is to take in at a glance has to fit there. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const MAX_LINES = 60
const MAX_COLUMNS = 120

const TRANSPORTS = fileURLToPath(new URL('../../labs-server/transports/', import.meta.url))
const HALVES = globSync('*/{client,server}.ts', { cwd: TRANSPORTS }).sort()

test.each(HALVES)('%s is printed by lessons, so it fits on one screen', (half) => {
  const lines = readFileSync(`${TRANSPORTS}${half}`, 'utf8').trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(MAX_LINES)
  expect(lines.filter(({ length }) => length > MAX_COLUMNS)).toEqual([])
})

test('a transport has two halves', () => {
  expect(HALVES.length).toBeGreaterThan(0)
  expect(HALVES.filter((half) => half.endsWith('client.ts'))).toHaveLength(HALVES.length / 2)
})
