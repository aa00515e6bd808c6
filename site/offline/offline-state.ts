/** Whether the site is kept for offline use, in a sentence; and the worker that keeps it, which begins when the page has loaded. */
import { controlled } from './controlled.ts'

/** What the worker tells. */
export type Offline =
  | { readonly kind: 'saving'; readonly done: number; readonly of: number }
  | { readonly kind: 'kept'; readonly pages: number; readonly since: number }
  | { readonly kind: 'no-room' | 'no-answer' }

/** What the page finds out by itself. */
export type Otherwise = { readonly kind: 'not-secure' | 'refused' | 'saves-data' | 'newer' }

export function offlineSentence(state: Offline | Otherwise): string {
  switch (state.kind) {
    case 'saving':
      return `Being saved for offline use: ${Math.floor((100 * state.done) / state.of)} %.`
    case 'kept':
      return `Kept for offline use: all ${state.pages} pages, since ${day(state.since)}.`
    case 'saves-data':
      return 'Kept for offline use: the pages that you open. This browser asks to save data, so others are not fetched.'
    case 'newer':
      return 'A newer version is kept. It is shown when all tabs with these pages have been closed.'
    case 'no-room':
      return 'Not all pages are kept for offline use: the browser has no room for them. Those that were saved stay.'
    case 'no-answer':
      return 'Not all pages are kept for offline use yet: the host did not answer. The next page that you open tries again.'
    case 'not-secure':
      return 'Not kept for offline use: for the browser, this address is no secure context. Over HTTPS, or on localhost, it would be kept.'
    case 'refused':
      return 'Not kept for offline use: this browser allows no service worker here, as in private windows.'
  }
}

/** Says it in `line`, now and whenever it changes; `data-scope` is the path of the site. */
export function showOfflineState(line: HTMLElement | null): void {
  if (line === null) return
  const say = (state: Offline | Otherwise) => {
    line.textContent = offlineSentence(state)
    line.hidden = false
  }
  const refused = () => say({ kind: 'refused' })
  const begin = () => keepSite(line.dataset.scope ?? '/', say).catch(refused)
  if (!isSecureContext) say({ kind: 'not-secure' })
  else if (!('serviceWorker' in navigator)) refused()
  else if (document.readyState === 'complete') begin()
  else addEventListener('load', begin, { once: true })
}

async function keepSite(scope: string, say: (state: Offline | Otherwise) => void): Promise<void> {
  const { serviceWorker } = navigator
  serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.offline !== undefined) say(data.offline)
  })
  const registration = await controlled(scope)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing === registration.waiting) say({ kind: 'newer' })
    })
  })
  const { active } = registration
  if (savesData()) {
    active?.postMessage({
      offline: [location.href, ...performance.getEntriesByType('resource').map(({ name }) => name)],
    })
    say({ kind: 'saves-data' })
  } else if (registration.waiting !== null) say({ kind: 'newer' })
  else active?.postMessage({ offline: 'keep' })
}

/** Network Information API, which not every browser has. */
function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true
}

function day(since: number): string {
  return new Date(since).toLocaleDateString('en-GB', { dateStyle: 'long' })
}
