/** The other end of the lab "Duplex in one connection": answers each piece as it comes, inside the browser. */
addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))

addEventListener('fetch', (event) => {
  if (!new URL(event.request.url).pathname.endsWith('/duplex-echo')) return
  const decoder = new TextDecoder()
  const answers = new TransformStream({
    transform(piece, controller) {
      const text = decoder.decode(piece, { stream: true })
      controller.enqueue(new TextEncoder().encode(`you said ${text}`))
    },
  })
  event.respondWith(
    new Response(event.request.body.pipeThrough(answers), { headers: { 'Content-Type': 'text/plain' } }),
  )
})
