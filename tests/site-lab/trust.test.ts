/** Whether a browser trusts the labs' certificate: found out by fetching, whatever the labs server says or does not. */
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { LabsStatus } from '#site/lab/labs-api.ts'
import { TrustCheck } from '#site/tls/trust.ts'

const CERTIFICATE = { sha256: 'AA:BB', validFrom: '2026-11-28T00:00:00.000Z', validTo: '2027-12-30T00:00:00.000Z' }
const TRUST = 'https://localhost:4323/trust'

let trusted = true
const origin = setupServer(http.get(TRUST, () => (trusted ? HttpResponse.json({}) : HttpResponse.error())))
beforeAll(() => origin.listen())
afterEach(() => {
  trusted = true
  origin.resetHandlers()
  vi.unstubAllGlobals()
})
afterAll(() => origin.close())

type Labs = LabsStatus['labs']

function checkOf(labs: Labs | Error) {
  const status = vi.fn(async () => {
    if (labs instanceof Error) throw labs
    return { labs }
  })
  return { status, check: new TrustCheck({ status }, 'localhost') }
}

const WITH_TLS: Labs = {
  http1: { port: 4322 },
  middlebox: { port: 4324 },
  tls: { port: 4323, certificate: CERTIFICATE },
}

describe('a look', () => {
  test('finds that the browser trusts it, and with which certificate', async () => {
    const { check } = checkOf(WITH_TLS)
    expect(check.trust.value).toEqual({ kind: 'unknown' })
    const look = check.look()
    expect(check.looking.value).toBe(true)
    await look
    expect(check.looking.value).toBe(false)
    expect(check.trust.value).toEqual({
      kind: 'trusted',
      origin: 'https://localhost:4323/',
      certificate: CERTIFICATE,
    })
  })

  test('finds that it does not, and later that it does', async () => {
    trusted = false
    const { check } = checkOf(WITH_TLS)
    await check.look()
    expect(check.trust.value.kind).toBe('not-trusted')
    trusted = true
    await check.look()
    expect(check.trust.value.kind).toBe('trusted')
  })

  test('takes no other answer for trust: something else may listen there', async () => {
    origin.use(http.get(TRUST, () => new HttpResponse('', { status: 404 })))
    const { check } = checkOf(WITH_TLS)
    await check.look()
    expect(check.trust.value.kind).toBe('not-trusted')
  })

  test('tells a server without TLS, and one that does not answer', async () => {
    const { check } = checkOf({ http1: { port: 4322 }, middlebox: { port: 4324 } })
    await check.look()
    expect(check.trust.value).toEqual({ kind: 'switched-off' })
    const gone = checkOf(new Error('It does not answer.')).check
    await gone.look()
    expect(gone.trust.value).toEqual({ kind: 'no-server', sentence: 'It does not answer.' })
  })

  test('is not taken twice at once', async () => {
    const { check, status } = checkOf(WITH_TLS)
    await Promise.all([check.look(), check.look()])
    expect(status).toHaveBeenCalledTimes(1)
  })
})

test('the page looks when it begins, and when the reader comes back to it, until it has gone', async () => {
  const [document, window] = [Object.assign(new EventTarget(), { visibilityState: 'visible' }), new EventTarget()]
  vi.stubGlobal('document', document)
  vi.stubGlobal('window', window)
  const { check, status } = checkOf(WITH_TLS)
  const settled = () => vi.waitUntil(() => !check.looking.value)
  const end = check.watch()
  await settled()
  document.dispatchEvent(new Event('visibilitychange'))
  window.dispatchEvent(new Event('focus'))
  await settled()
  expect(status).toHaveBeenCalledTimes(2)
  document.visibilityState = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  expect(status).toHaveBeenCalledTimes(2)
  end()
  document.visibilityState = 'visible'
  window.dispatchEvent(new Event('focus'))
  expect(status).toHaveBeenCalledTimes(2)
})
