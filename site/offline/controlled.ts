/** The one service worker of these pages: it keeps them, and Mock Service Worker in it plays their labs. */

/**
 * Registers the worker and resolves once it answers this page's requests. `scope` is the path of the site. Whoever starts Mock
 * Service Worker waits for this first: it loads a page anew that has a worker and is not under its control yet.
 *
 * @throws DOMException where the browser allows no worker, as in private windows.
 */
export async function controlled(scope: string): Promise<ServiceWorkerRegistration> {
  const { serviceWorker } = navigator
  const registration = await serviceWorker.register(`${scope}worker.js`, { scope })
  await serviceWorker.ready
  if (serviceWorker.controller !== null) return registration
  const change = new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }))
  // A page that was loaded past the cache (Shift and Reload) stays without a worker until that claims it.
  registration.active?.postMessage({ offline: 'claim' })
  await change
  return registration
}
