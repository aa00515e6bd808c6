/** A middlebox between client and server: two wires in one view, the chain that falls back, and nginx with its configuration. */
import { expect, liveOnly, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

test.describe('a middlebox', { tag: '@desktop' }, () => {
  // Chromium says in its console that a handshake failed.
  test.use({ expectedComplaints: [/WebSocket connection/] })

  test('is seen from both of its sides', async ({ page, twin }) => {
    await page.goto('bench/#lab=bench&middlebox=buffering&messagesDown=5&messagesUp=0&size=4000&framing=length')
    const panel = lab(page, 'The bench')
    // A sentence about the middlebox that is running now.
    if (twin === 'live') await expect(panel.region.getByText('shown as two wires')).toBeVisible()
    await panel.region.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(panel.unit(/client to middlebox/).first()).toBeVisible()
    await expect(panel.unit(/middlebox to server/).first()).toBeVisible()
    await panel.region.getByRole('button', { name: 'Stop', exact: true }).click()
  })

  test('that strips Upgrade makes the chain leave WebSocket', async ({ page }) => {
    await page.goto('fall-back/#lab=fall-back&middlebox=stripping')
    const panel = lab(page, 'The fall-back chain')
    await panel.run()
    const script = panel.region.getByRole('region', { name: 'What the script saw' })
    await expect(script).toContainText(/failed\s*web-socket/)
    await expect(script).toContainText(/chosen\s*event-source \+ post/)
  })

  test.describe('that is real', () => {
    liveOnly('nginx is a process beside the labs server.')

    test('may be nginx itself, which is told what the page shows; or it says why not', async ({ page, labsServer }) => {
      const answer = await fetch(new URL('/api/middlebox', labsServer.urls.site))
      const { nginx } = (await answer.json()) as { nginx: { version?: string; why?: string } }
      await page.goto('bench/#lab=bench&middlebox=nginx&proxyHttpVersion=1.1&messagesDown=2&messagesUp=1&interval=50')
      const panel = lab(page, 'The bench')
      if (nginx.version === undefined) {
        await expect(panel.region.getByText(String(nginx.why))).toBeVisible()
        return
      }
      await panel.region.getByText(`Real nginx ${nginx.version} stands between`).click()
      await expect(panel.region.getByText(/proxy_buffering (on|off);/)).toBeVisible()
      await panel.run()
      await expect(panel.unit(/middlebox to server/).first()).toBeVisible()
    })
  })
})
