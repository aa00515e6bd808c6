/** The raw console: a reader is the client, octet by octet, and sees answer and wire. */
import { startLabsServer } from '#labs-server/labs-server.ts'
import { portOf } from '../labs-server/running-server.ts'
import { openConsole } from './console-page.ts'
import { expect, liveOnly, test } from './fixtures.ts'

liveOnly('The labs server opens the connection that octets are written to.')

test('a GET in two pieces: nothing comes before the second, then the answer, and the wire shows both', async ({
  page,
  axe,
}) => {
  const console = await openConsole(page)
  const wire = console.region.getByRole('grid', { name: 'Units' })
  await console.button('Send piece 1 of 2').click()
  await expect(console.entries.filter({ hasText: 'You sent' })).toHaveCount(1)
  await expect(wire.getByRole('row', { name: /request/i })).toBeVisible()
  await expect(console.entries.filter({ hasText: 'The labs sent' })).toHaveCount(0)
  await console.button('Send piece 2 of 2').click()
  await expect(console.entries.filter({ hasText: 'HTTP/1.1 200 OK' })).toBeVisible()
  await expect(console.entries.filter({ hasText: 'write 3 of the server' })).toBeVisible()
  await expect(wire.getByRole('row', { name: /last.chunk/i })).toBeVisible()
  await axe()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})

test('the answer begins before the request ends, piece by piece', async ({ page }) => {
  const console = await openConsole(page)
  await console.startFrom(/Duplex/)
  await console.region.getByRole('spinbutton', { name: /pause/ }).fill('200')
  await console.button('Send all').click()
  await expect(console.entries.filter({ hasText: 'that was all' })).toBeVisible()
  const told = await console.entries.allTextContents()
  const order = [
    'Transfer-Encoding',
    'HTTP/1.1 200',
    'first',
    'you said first',
    'second',
    'you said second',
    'that was all',
  ]
  const places = order.map((words) => told.findIndex((entry) => entry.includes(words)))
  expect(places.every((place, index) => place > (places[index - 1] ?? -1))).toBe(true)
})

test('two requests at once are answered in order, and the labs end the connection', async ({ page }) => {
  const console = await openConsole(page)
  await console.startFrom(/pipelining/)
  await console.button('Send piece 1 of 1').click()
  await expect(console.entries.filter({ hasText: 'The labs said that no more will come (FIN)' })).toBeVisible()
  await expect(console.entries.filter({ hasText: 'The connection is closed.' })).toBeVisible()
  await expect(console.region.getByRole('grid', { name: 'Units' }).getByRole('row', { name: /response/i })).toHaveCount(
    2,
  )
  await expect(console.button('Send piece 1 of 1')).toBeEnabled()
})

test('WebSocket by hand: the handshake, a masked frame, and its echo', async ({ page }) => {
  const console = await openConsole(page)
  await console.startFrom(/WebSocket/)
  await console.button('Send piece 1 of 3').click()
  await expect(console.entries.filter({ hasText: '101 Switching Protocols' })).toBeVisible()
  await console.button('Send piece 2 of 3').click()
  await expect(console.entries.filter({ hasText: 'you said Hello' })).toBeVisible()
  await console.button('Send piece 3 of 3').click()
  await expect(console.entries.filter({ hasText: 'The connection is closed.' })).toBeVisible()
})

test('XMLSocket by hand: the policy file, then a message and its echo, read as what they are', async ({ page }) => {
  const console = await openConsole(page)
  const units = console.region.getByRole('grid', { name: 'Units' })
  await console.startFrom(/who may connect/)
  await console.button('Send piece 1 of 1').click()
  await expect(console.entries.filter({ hasText: '<cross-domain-policy>' })).toBeVisible()
  await expect(units.getByRole('row', { name: /policy.file/i }).first()).toBeVisible()
  await console.startFrom(/join/)
  await console.button('Send piece 1 of 2').click()
  await console.button('Send piece 2 of 2').click()
  await expect(console.entries.filter({ hasText: '"you said hello"' })).toBeVisible()
  await console.button('Close').click()
})

test('saying no more leaves the answer to come; breaking off does not', async ({ page }) => {
  const console = await openConsole(page)
  await console.button('Send all').click()
  await expect(console.entries.filter({ hasText: 'write 1 of' })).toBeVisible()
  await console.button('Say no more').click()
  await expect(console.entries.filter({ hasText: 'You said that no more will come (FIN)' })).toBeVisible()
  await expect(console.entries.filter({ hasText: 'write 3 of' })).toBeVisible()
  await expect(console.entries.filter({ hasText: 'The connection is closed.' })).toBeVisible()

  await console.button('Clear').click()
  await console.button('Send all').click()
  await expect(console.entries.filter({ hasText: 'HTTP/1.1 200 OK' })).toBeVisible()
  await console.button('Break off').click()
  await expect(console.entries.filter({ hasText: 'You broke the connection off (RST).' })).toBeVisible()
  await expect(console.entries.filter({ hasText: 'write 3 of' })).toHaveCount(0)
})

test('what no server understands is answered, and shown on the reader’s own wire', async ({ page }) => {
  const console = await openConsole(page)
  await console.text.fill('HELLO\n\n')
  await console.button('Send piece 1 of 1').click()
  await expect(console.entries.filter({ hasText: 'HTTP/1.1 400 Bad Request' })).toBeVisible()
  await expect(console.region.getByRole('list', { name: 'Connections' }).getByRole('listitem')).toHaveCount(1)
})

test('what cannot be read says where, and is not sent', async ({ page }) => {
  const console = await openConsole(page)
  await console.text.fill('first\n\\q\n')
  await expect(console.region.getByText('Line 2: "\\q" stands for no octet.')).toBeVisible()
  await expect(console.text).toHaveAttribute('aria-invalid', 'true')
  await expect(console.button('Send all')).toHaveAttribute('aria-disabled', 'true')
})

test('text turns into hexadecimal and back, and a file becomes a piece', async ({ page }) => {
  const console = await openConsole(page)
  await console.text.fill('a\nb\\x00')
  await console.region.getByRole('radio', { name: 'Hexadecimal' }).check()
  await expect(console.text).toHaveValue('61 0d 0a 62 00')
  await console.region.getByLabel('Add a file as a piece').setInputFiles({
    name: 'frame.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from([0x81, 0x80, 1, 2, 3, 4]),
  })
  await expect(console.text).toHaveValue('61 0d 0a 62 00\n---\n81 80 01 02 03 04')
  await console.region.getByRole('radio', { name: 'Text' }).check()
  await expect(console.text).toHaveValue('a\nb\\0\\\n---\n\\x81\\x80\\x01\\x02\\x03\\x04')
  await expect(console.pieces).toHaveCount(2)
})

test('what was written and said outlives a reload; the connection does not', async ({ page }) => {
  const console = await openConsole(page)
  await console.text.fill('HELLO\n\n')
  await console.button('Send piece 1 of 1').click()
  await expect(console.entries.filter({ hasText: 'HTTP/1.1 400 Bad Request' })).toBeVisible()
  const again = await openConsole(page)
  await expect(again.text).toHaveValue('HELLO\n\n')
  await expect(again.entries.filter({ hasText: 'HTTP/1.1 400 Bad Request' })).toBeVisible()
  await expect(again.button('Connect')).toHaveAttribute('aria-disabled', 'false')
})

test('by keyboard alone: write, send what is selected, hear the answer', { tag: '@desktop' }, async ({ page }) => {
  const console = await openConsole(page)
  await console.text.focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('BYE\n\n')
  await page.keyboard.press('Control+A')
  // Past the notation, the switch and the pieces to what sends.
  for (const name of ['Text', 'Line breaks are sent as CRLF']) {
    await page.keyboard.press('Tab')
    await expect(console.region.getByLabel(name, { exact: true })).toBeFocused()
  }
  await console.button('Send what is selected').focus()
  await page.keyboard.press('Enter')
  await expect(console.entries.filter({ hasText: 'HTTP/1.1 400 Bad Request' })).toBeVisible()
  await expect(console.region.getByRole('status').filter({ hasText: 'The connection is closed.' })).toBeAttached()
})

test.describe('without the labs server', () => {
  test.use({ expectedComplaints: [/ERR_CONNECTION_REFUSED|WebSocket connection|net::ERR_/] })

  test('a piece stays unsent, with a sentence, and goes when the server is back', { tag: '@desktop' }, async ({
    page,
  }) => {
    const server = await startLabsServer({ port: 0, labsPort: 0, tlsPort: false })
    const ports = { port: portOf(server.urls.site), labsPort: portOf(server.urls.labs), tlsPort: false } as const
    const console = await openConsole(page, `${server.urls.site}console/`)
    await console.button('Send piece 1 of 2').click()
    await expect(console.entries.filter({ hasText: 'You sent' })).toHaveCount(1)
    await server.close()
    await expect(console.entries.filter({ hasText: /The connection (is closed|was lost)/ })).toBeVisible()
    await console.button('Send piece 1 of 2').click()
    await expect(console.entries.filter({ hasText: 'The labs server does not answer.' })).toBeVisible()

    await using again = await startLabsServer(ports)
    await console.button('Send all').click()
    await expect(console.entries.filter({ hasText: 'HTTP/1.1 200 OK' })).toBeVisible()
    expect(again.urls.site).toBe(server.urls.site)
  })
})
