/** The server half: small images, and a connection kept or closed. */
import { Router } from 'express'
import { parseSwitches } from '../lab.ts'
import { keepAlive } from './lab.ts'

export const routes = Router()

routes.get('/image/:number', (request, response) => {
  const switches = parseSwitches(keepAlive, request.query)
  const hue = (Number.parseInt(request.params.number, 10) || 0) * 9

  // RFC 9112 section 9.6: "close" tells the client that this connection ends after this response.
  if (!switches.keepAlive) response.set('Connection', 'close')

  response
    .type('image/svg+xml')
    .send(
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="hsl(${hue} 60% 50%)" d="M0 0h8v8H0z"/></svg>\n`,
    )
})
