/** Chromium's one place where a single `fetch` is full duplex: between a page and its own service worker, without a network. */

import { canUpload } from '../../transports/can-upload.ts'
import type { LabClientContext } from '../lab-client.ts'
import type { DuplexSwitches } from './lab.ts'
import { pieces, readAll } from './one-fetch.ts'

/** The worker answers this address below the page's own, and no other. */
export const ECHO = 'duplex-echo'

export async function throughWorker(context: LabClientContext, switches: DuplexSwitches): Promise<void> {
  const { saw, signal } = context
  if (!('serviceWorker' in navigator)) {
    throw new Error('This page has no service workers: they need a secure context, which is HTTPS or localhost.')
  }
  if (!canUpload()) throw new Error('This browser cannot send a stream as the content of a request.')
  const { pathname } = location
  const registration = await navigator.serviceWorker.register('/duplex-worker.js', { scope: pathname })
  saw('register()', { detail: 'the service worker of this page' })
  try {
    await controlled()
    const response = await fetch(new URL(ECHO, location.href), {
      method: 'POST',
      body: pieces(context, switches),
      duplex: 'half',
      signal,
    } as RequestInit)
    saw('fetch() resolved', { detail: `status ${response.status}, from the service worker` })
    await readAll(response, context)
  } finally {
    await registration.unregister()
  }
}

/** Resolves once a worker answers this page's requests. */
function controlled(): Promise<void> {
  return new Promise((resolve) => {
    if (navigator.serviceWorker.controller !== null) return resolve()
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true })
  })
}
