/** Whether a browser trusts the certificate: addresses of the TLS origin outside sessions, for the page `/tls/` and its reader. */
import { type Request, type RequestHandler, Router } from 'express'
import { type Certificate, factsOf } from './certificate.ts'

/** `GET /trust`: who can read this trusts the certificate. */
export interface Trusted {
  /** As the client and the server agreed: `1.1`, `2.0`. */
  readonly httpVersion: string
}

/** Routes that answer over TLS only. */
export function trustRoutes(certificate: Certificate): RequestHandler {
  const { sha256, validTo } = factsOf(certificate)
  const routes = Router()
  routes.use((_request, response, next) => {
    // The connection is nobody's: what the browser asks of a lab next shall come on another.
    response.set('Connection', 'close')
    next()
  })
  routes.get('/trust', ({ httpVersion }: Request, response) => {
    response.json({ httpVersion } satisfies Trusted)
  })
  routes.get('/', (_request, response) => {
    response
      .set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
      .type('html')
      .send(page(sha256, validTo))
  })
  return (request, response, next) => (request.secure ? routes(request, response, next) : next())
}

const page = (sha256: string, validTo: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>This browser now trusts the labs' certificate</title>
<style>body { max-width: 38rem; margin: 3rem auto; padding: 0 1rem; font: 1.1rem/1.5 system-ui } code { overflow-wrap: anywhere }</style>
<h1>This browser now trusts the labs' certificate</h1>
<p>This is the origin of The Two-Way Web's labs over TLS. You see this page, so the exception has been made, and the labs that
need HTTP/2 will work in this browser.</p>
<p><strong>Close this tab and go back to the page you came from.</strong> It looks again by itself.</p>
<p>The certificate was made by the labs server that answers here, is good until ${validTo.slice(0, 10)}, and has the SHA-256
fingerprint <code>${sha256}</code>.</p>
</html>
`
