/** Duplex in one connection: each attempt says from its octets whether both directions streamed together. */
import { Curl } from './curl.ts'
import { expect, liveOnly, test } from './fixtures.ts'
import { type LabPage, lab } from './lab-page.ts'

const TITLE = 'Duplex in one connection'

/** The answers that stand under "What it comes to", in order. */
const answers = ({ region }: LabPage) =>
  region.getByRole('region', { name: 'What it comes to' }).getByRole('definition')

test.describe('what a browser can do', { tag: '@desktop' }, () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('duplex/')
  })

  test('Node’s client is duplex in one exchange over HTTP/1.1', async ({ page }) => {
    const panel = lab(page, TITLE)
    await panel.run()
    await expect(answers(panel)).toContainText(['Yes.', 'Yes.', /Yes, by \d+\.\d ms\./])
  })

  test('a fetch with POSTs is two connections', async ({ page }) => {
    const panel = lab(page, TITLE)
    await panel.choose('Attempt', 'A fetch and POSTs, HTTP/1.1')
    await panel.run()
    await expect(answers(panel)).toContainText([/No: 2 connections/, /No: content went over \d+ exchanges/])
  })

  test('a WebSocket is one connection, and the script reads while it writes', async ({ page }) => {
    const panel = lab(page, TITLE)
    await panel.choose('Attempt', 'WebSocket, HTTP/1.1')
    await panel.run()
    await expect(answers(panel)).toContainText(['Yes.', 'Yes.', /Yes, by/, /Yes, .* before/])
    await expect(panel.unit(/frame/i).first()).toBeVisible()
  })

  test('one fetch is duplex inside a service worker, where nothing crosses a network', async ({ page }) => {
    const panel = lab(page, TITLE)
    await panel.choose('Attempt', 'One fetch, service worker')
    await panel.run()
    await expect(answers(panel)).toContainText([/No content/, /Yes, .* before/])
  })
})

test.describe('with curl', () => {
  liveOnly('curl needs a port to connect to.')

  test('what a reader types into curl comes back before the request has ended', { tag: '@desktop' }, async ({
    page,
  }) => {
    await page.goto('duplex/')
    const panel = lab(page, TITLE)
    await using curl = await Curl.typed(panel)
    await curl.type('hello')
    // The request goes on: its last chunk has not been sent.
    await expect(panel.unit(/Chunk of 15 octets from the server/)).toBeVisible()
    await expect(panel.unit(/Last chunk/)).toHaveCount(0)
    await curl.end()
    await expect(answers(panel)).toContainText(['Yes.', 'Yes.'])
  })

  test('the exercise of the first lesson is solved with curl, and by nothing less', { tag: '@desktop' }, async ({
    page,
  }) => {
    await page.goto('duplex/one-exchange/')
    const panel = lab(page, 'One exchange, both ways')
    const verdict = page.getByRole('region', { name: 'Before you have finished' }).getByRole('status')
    await panel.run()
    await expect(verdict).toContainText('Nobody but Node and a browser has asked the echo in this run.')

    await using curl = await Curl.typed(panel)
    await curl.type('hello')
    await expect(verdict).toContainText(/The answer to curl\/\S+ has begun, and nothing went up after it\./)
    await curl.type('again')
    await expect(verdict).toContainText(/^Passed\. curl\/\S+ received the first octet of the answer \d+\.\d ms before/)
  })
})

test('the exercise of the last lesson: the first choice breaks, and every message is answered', {
  tag: '@desktop',
}, async ({ page }) => {
  await page.goto('duplex/fall-back/')
  const panel = lab(page, 'Falling back')
  const verdict = page.getByRole('region', { name: 'The second choice' }).getByRole('status')
  await panel.run()
  await expect(verdict).toContainText('The chain began with web-socket, and nothing made it leave.')
  await panel.choose('The connection is lost', 'Reset (RST)')
  await panel.setRange('Lost after a time', 1000)
  await panel.run()
  await expect(verdict).toContainText(
    'Passed. The chain left web-socket for event-source + post, and all 8 messages were answered.',
  )
})

test.describe('in a browser that trusts the certificate', { tag: '@desktop' }, () => {
  test.use({ ignoreHTTPSErrors: true })

  test('one fetch is duplex on the wire and not for the script; two fetches are both', async ({ page }) => {
    await page.goto('duplex/the-browser-today/')
    const one = lab(page, 'The browser today')
    await one.prediction.getByRole('radio', { name: 'When the request has ended' }).check()
    await one.setRange('Interval', 500)
    await one.run()
    await expect(page.getByRole('region', { name: 'There, and out of reach' }).getByRole('status')).toContainText(
      /Passed\. The first octet of the answer came down \d+ ms before .* had to wait \d+ ms/,
    )
    await page.goto('duplex/two-in-one/')
    const two = lab(page, 'Two in one connection')
    await two.choose('Attempt', 'Two fetches, HTTP/2')
    await two.run()
    await expect(page.getByRole('region', { name: 'Both at once' }).getByRole('status')).toContainText(
      /Passed\. One connection and 2 exchanges: between its first and its last write, the script could read \d times?\b/,
    )
  })
})
