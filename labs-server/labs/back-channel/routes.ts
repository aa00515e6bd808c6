/** The server half: what comes up by POST goes down on every stream of the same session. */
import { EventEmitter } from 'node:events'
import { Router, text } from 'express'
import { parseSwitches } from '../lab.ts'
import { backChannel } from './lab.ts'

export const routes = Router()

const messages = new EventEmitter<Record<string, [message: string]>>().setMaxListeners(0)

routes.get('/down', (request, response) => {
  const { session } = response.locals
  const send = (message: string) => response.write(`${message}\n`)

  response.type('text/plain')
  send(`stream ${request.query.stream ?? 1} is open`) // Some browsers show a response only from its first octet on.
  messages.on(session, send)
  response.on('close', () => messages.off(session, send))
})

routes.post('/up', text({ limit: '16kb' }), (request, response) => {
  const { keepAlive } = parseSwitches(backChannel, { keepAlive: request.query.keepAlive ?? 'on' })
  if (!keepAlive) response.set('Connection', 'close')

  messages.emit(response.locals.session, request.body ?? '')
  response.status(204).end()
})
