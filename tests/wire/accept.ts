/**
 * Writes what the dissectors say into pages of octets: `node tests/wire/accept.ts tests/wire/http1/chunked.md`.
 *
 * For new examples. Read the difference before you commit it: from then on it is what the tests hold the dissectors to.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { printExample } from './example.ts'
import { examplesOf } from './octet-page.ts'

for (const file of process.argv.slice(2)) {
  let page = readFileSync(file, 'utf8')
  for (const example of examplesOf(page).toReversed()) {
    page = page.slice(0, example.start) + printExample(example, example.passages) + page.slice(example.end)
  }
  writeFileSync(file, page)
}
