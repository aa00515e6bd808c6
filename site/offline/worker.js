/**
 * The service worker of the recorded twin (W3C Service Workers): it keeps the site's files, so that the site works offline, and
 * hands all other requests on to Mock Service Worker, which plays the labs. A page has one worker, so one is both.
 *
 * `SITE` is written above by `site/integrations/offline.ts`: `files`, SHA-256 in base64 by path below the scope; how many of them
 * are `pages`; and a `version`, which is another for other files.
 */
const scope = registration.scope
const cacheName = `two-way-web ${scope}`
/** Files that are fetched at a time, beside what a page asks for itself. */
const PARALLEL = 4

/** The key of a file in the cache. It changes with the content, so that two versions lie beside each other. */
const keyOf = (file) => new URL(`${file}?${SITE.files[file]}`, scope).href
/** Holds when all files were there. */
const WHOLE = new URL(`?whole=${SITE.version}`, scope).href

// MSW takes its worker away with the last page that uses it; this one has to be there when a page is opened offline.
registration.unregister = async () => false

// MSW begins at once. The first worker may; a later one would take from open pages the files that they were made with.
const beginAtOnce = self.skipWaiting.bind(self)
self.skipWaiting = async () => {
  if (registration.active === null) await beginAtOnce()
}

// A later version is whole before it takes over. The first is needed at once, and filled when a page asks for it.
addEventListener('install', (event) => {
  if (registration.active !== null && !navigator.connection?.saveData) event.waitUntil(fill(() => {}))
})

addEventListener('activate', (event) => event.waitUntil(removeOld()))

addEventListener('message', (event) => {
  const { offline } = event.data ?? {}
  if (offline === 'claim') event.waitUntil(clients.claim())
  if (offline === 'keep') event.waitUntil(keepAll())
  // Who saves data keeps what was opened. The first page was opened before there was a worker.
  if (Array.isArray(offline)) event.waitUntil(keepSome(offline))
})

addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return
  const file = fileAt(request.url)
  if (isOurs(file)) answer(kept(file, request))
  else if (isOurs(`${file}/index.html`)) answer(Response.redirect(withSlash(request.url), 301))
  else if (request.destination === 'document') answer(nothingThere(request))

  function answer(response) {
    event.stopImmediatePropagation()
    event.respondWith(response)
  }
})

function isOurs(file) {
  return Object.hasOwn(SITE.files, file)
}

/** The file that a host sends for an address: its query is for scripts, and a folder has an index. */
function fileAt(address) {
  const path = address.slice(scope.length).replace(/[?#].*$/, '')
  return path.replace(/(^|\/)$/, '$1index.html')
}

function withSlash(address) {
  const url = new URL(address)
  url.pathname += '/'
  return url
}

async function kept(file, request) {
  const cache = await caches.open(cacheName)
  const found = await cache.match(keyOf(file))
  if (found !== undefined) return found
  try {
    return await keep(cache, file)
  } catch {
    // No room for it, or the host has another version by now, or nothing answers at all.
    return fetch(request).catch(() => (request.mode === 'navigate' ? notKept() : Response.error()))
  }
}

/** Only the host knows what is published beside these pages; offline there is only what we know. */
async function nothingThere(request) {
  try {
    return await fetch(request)
  } catch {
    const page = await (await caches.open(cacheName)).match(keyOf('404.html'))
    return page === undefined ? notKept() : new Response(page.body, { status: 404, headers: page.headers })
  }
}

function notKept() {
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Not kept</title>
<p>This page has not been kept for offline use, and its host does not answer.</p></html>`,
    { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } },
  )
}

/** Fetches a file, keeps it when it is the one that belongs to this version, and returns it. */
async function keep(cache, file) {
  const address = new URL(file.replace(/(^|\/)index\.html$/, '$1'), scope)
  const response = await fetch(address, { integrity: `sha256-${SITE.files[file]}`, cache: 'no-cache' })
  if (!response.ok) throw new TypeError(`${address} was answered with ${response.status}.`)
  // Navigations may not be answered by what was redirected: some hosts lead from one form of an address to another.
  const plain = response.redirected ? new Response(response.body, { headers: response.headers }) : response
  await cache.put(keyOf(file), plain.clone())
  return plain
}

/** Fetches what is missing. `say` hears how many files of all are there. */
async function fill(say) {
  const cache = await caches.open(cacheName)
  const there = new Set((await cache.keys()).map(({ url }) => url))
  const files = Object.keys(SITE.files)
  const missing = files.filter((file) => !there.has(keyOf(file)))
  let done = files.length - missing.length
  const next = each(missing)
  const fetchOn = async () => {
    for (const file of next) {
      await keep(cache, file)
      done += 1
      say(done, files.length)
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: PARALLEL }, fetchOn))
  const failed = ended.find(({ status }) => status === 'rejected')
  if (failed !== undefined) throw failed.reason
  await cache.put(WHOLE, new Response(String(Date.now())))
}

/** For several loops at once: one that throws ends the generator, and so the others. */
function* each(files) {
  yield* files
}

let filling

async function keepAll() {
  const whole = await (await caches.open(cacheName)).match(WHOLE)
  if (whole !== undefined) return tell({ kind: 'kept', pages: SITE.pages, since: Number(await whole.text()) })
  try {
    filling ??= fill((done, of) => tell({ kind: 'saving', done, of }))
    await filling
    await tell({ kind: 'kept', pages: SITE.pages, since: Date.now() })
  } catch (error) {
    await tell({ kind: error.name === 'QuotaExceededError' ? 'no-room' : 'no-answer' })
  } finally {
    filling = undefined
  }
}

async function keepSome(addresses) {
  const cache = await caches.open(cacheName)
  const files = addresses
    .filter((address) => address.startsWith(scope))
    .map(fileAt)
    .filter(isOurs)
  // What cannot be kept is fetched again when it is needed.
  for (const file of files) if ((await cache.match(keyOf(file))) === undefined) await keep(cache, file).catch(() => {})
}

async function tell(offline) {
  for (const client of await clients.matchAll({ type: 'window' })) client.postMessage({ offline })
}

/** What no file of this version is kept under. */
async function removeOld() {
  const cache = await caches.open(cacheName)
  const wanted = new Set([...Object.keys(SITE.files).map(keyOf), WHOLE])
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request)
}

importScripts('mockServiceWorker.js')
