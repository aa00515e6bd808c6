/** Holds the dissectors to the pages of octets: whole, octet by octet, and cut at every offset. */
import { globSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cutOnce, octetByOctet } from './dissection.ts'
import { printExample } from './example.ts'
import { examplesOf } from './octet-page.ts'

for (const file of globSync(`${import.meta.dirname}/**/*.md`).toSorted()) {
  describe(relative(import.meta.dirname, file), () => {
    describe.each(examplesOf(readFileSync(file, 'utf8')))('$behaviour', (example) => {
      test('whole', () => {
        expect(printExample(example, example.passages)).toBe(example.expected)
      })

      test('octet by octet', () => {
        expect(printExample(example, octetByOctet(example.passages))).toBe(example.expected)
      })

      test('cut at every offset', { timeout: 60_000 }, () => {
        for (const pieces of cutOnce(example.passages)) expect(printExample(example, pieces)).toBe(example.expected)
      })
    })
  })
}
