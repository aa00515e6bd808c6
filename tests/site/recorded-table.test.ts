/** The table that the recorded twin shows: of every pair there is, and readable as one that a reader has saved. */
import { expect, test } from 'vitest'
import measured from '#labs/bench/measured-table.json' with { type: 'json' }
import { allPairs, type Results } from '#site/bench-table/pair.ts'
import { fromFragment, toFragment } from '#site/bench-table/saved-results.ts'

test('has every pair, measured; after a new transport: npm run record -- table', () => {
  const names = (pairs: readonly { readonly down: string; readonly up: string }[]) =>
    pairs.map(({ down, up }) => `${down} + ${up}`)
  expect(names(measured.rows)).toEqual(names(allPairs()))
  expect(measured.rows.filter(({ plain }) => plain.kind !== 'measured')).toEqual([])
})

test('can be sent as a link', async () => {
  const sent = await fromFragment(await toFragment(measured as unknown as Results))
  expect(sent?.rows).toHaveLength(measured.rows.length)
})
