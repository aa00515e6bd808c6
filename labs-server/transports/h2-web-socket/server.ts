/** The server half: that of a WebSocket over HTTP/1.1, and the answer to the request that opens the connection. */
import { Router } from 'express'

export { takeSocket } from '../web-socket/server.ts'

export const routes = Router()

routes.get('/', (_request, response) => {
  response.status(204).end()
})
