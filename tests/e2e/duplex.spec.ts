/** Duplex in one connection: each attempt says from its octets whether both directions streamed together. */
import { spawn } from 'node:child_process'
import { expect, test } from './fixtures.ts'
import { type LabPage, lab } from './lab-page.ts'

const TITLE = 'Duplex in one connection'

/** The answers that stand under "What it comes to", in order. */
const answers = ({ region }: LabPage) =>
  region.getByRole('region', { name: 'What it comes to' }).getByRole('definition')

test.describe('what a browser can do', { tag: '@desktop' }, () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/duplex/')
    await lab(page, TITLE).setRange('Interval', 50)
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

test('what a reader types into curl comes back before the request has ended', { tag: '@desktop' }, async ({ page }) => {
  await page.goto('/duplex/')
  const panel = lab(page, TITLE)
  await expect(panel.region.getByText('Live: connected to the labs server.')).toBeVisible()
  await panel.region.getByText('Copy as curl, copy as nc').click()
  const command = (await panel.region.locator('code', { hasText: /^curl/ }).textContent()) ?? ''
  const curl = spawn('sh', ['-c', command.replace('-v', '-s')])
  const heard = Promise.withResolvers<void>()
  curl.stdout.on('data', (octets) => {
    if (String(octets).includes('you said hello')) heard.resolve()
  })
  const ended = new Promise((resolve) => curl.on('close', resolve))
  curl.stdin.write('hello\n')
  await heard.promise
  // The request goes on: its last chunk has not been sent.
  await expect(panel.unit(/Chunk of 15 octets from the server/)).toBeVisible()
  await expect(panel.unit(/Last chunk/)).toHaveCount(0)
  curl.stdin.end()
  await ended
  await expect(answers(panel)).toContainText(['Yes.', 'Yes.'])
})
