/** What the page "What your browser does differently" says still holds for the browsers that are installed. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import differences from '#labs-server/browsers/differences.json' with { type: 'json' }
import { type Differences, rowsOf } from '#labs-server/browsers/differences.ts'
import { OBSERVATIONS } from '#labs-server/browsers/observations.ts'
import { startObservatory } from '#labs-server/browsers/observatory.ts'
import { SCRIPTS } from '#labs-server/browsers/scripts.ts'
import { serveClients } from '#labs-server/cli/client-bundle.ts'
import { OBSERVING_PAGE } from '#labs-server/cli/record-browsers.ts'
import { BROWSERS, LAUNCH } from '../driven-browser.ts'

// All browsers share this machine with whatever else it does.
vi.setConfig({ testTimeout: 40_000 })

const observed: Differences = differences
const stack = new AsyncDisposableStack()
const { url, secureUrl } = stack.use(await startObservatory())
const pages = stack.use(await serveClients(OBSERVING_PAGE))
afterAll(() => stack.disposeAsync())

test('every observation has a script, and no script is without one', () => {
  expect(Object.keys(SCRIPTS).toSorted()).toEqual(OBSERVATIONS.map(({ id }) => id).toSorted())
})

test('the data name day, platform and versions, and answer every observation that was made', () => {
  expect(observed.observedOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(observed.platform).not.toBe('')
  expect(observed.browsers.map(({ name }) => name)).toEqual(BROWSERS)
  for (const browser of observed.browsers) {
    if ('notRun' in browser) expect(browser.notRun).toMatch(/\.$/)
    else {
      expect(browser.version).toMatch(/^\d+\.\d/)
      expect(Object.keys(browser.answers)).toEqual(OBSERVATIONS.map(({ id }) => id))
    }
  }
})

test('rows where browsers differ come first, and a browser that was not run differs from none', () => {
  const [one, other, third] = OBSERVATIONS
  if (!(one && other && third)) throw new Error('There are three observations at least.')
  const rows = rowsOf([one, other, third], {
    observedOn: '2026-11-28',
    platform: 'Linux',
    browsers: [
      { name: 'A', version: '1', answers: { [one.id]: 'Yes.', [other.id]: 'Yes.', [third.id]: 'Yes.' } },
      { name: 'B', version: '1', answers: { [one.id]: 'Yes.', [other.id]: 'No.', [third.id]: 'Yes.' } },
      { name: 'C', notRun: 'It is not installed.' },
    ],
  })
  expect(rows.map(({ observation }) => observation.id)).toEqual([other.id, one.id, third.id])
  expect(rows.map(({ differs }) => differs)).toEqual([true, false, false])
  expect(rows[0]?.answers).toEqual(['Yes.', 'No.', undefined])
})

const launched = await Promise.all(BROWSERS.map(async (name) => [name, await LAUNCH[name]()] as const))
for (const [, browser] of launched) if (typeof browser !== 'string') stack.use(browser)

describe.each(launched)('%s', (name, browser) => {
  const before = observed.browsers.find((each) => each.name === name)
  if (typeof browser === 'string' || before === undefined || 'notRun' in before) {
    test.skip(`is not run: ${typeof browser === 'string' ? browser : 'there are no data to compare with.'}`, () => {})
    return
  }
  const quick = OBSERVATIONS.filter((observation) => observation.quick)
  test.each(quick.map(({ id, question }) => [question, id]))('%s', async (_, id) => {
    await using page = await browser.open(pages.url)
    const answer = await page.call('/observe.js', 'observe', [id, { url, secureUrl }])
    const hint = `observed of ${before.version}, and this is ${browser.version}: "npm run record -- browsers" writes it anew`
    expect(answer, hint).toBe(before.answers[id])
  })
})
