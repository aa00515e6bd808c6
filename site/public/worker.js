/** Where the recorded twin was published before, browsers have a worker that goes on showing it: this one takes its place, and goes. */
addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(remove()))

async function remove() {
  const own = (await caches.keys()).filter((name) => name.endsWith(registration.scope))
  await Promise.all(own.map((name) => caches.delete(name)))
  await registration.unregister()
}
