/** The server half: one response, written in pieces, ended in one of three ways. */
import { setTimeout as wait } from 'node:timers/promises'
import { type Response, Router } from 'express'
import { parseSwitches } from '../lab.ts'
import { type MessageEndSwitches, messageEnd } from './lab.ts'

export const routes = Router()

routes.get('/message', async (request, response) => {
  const switches = parseSwitches(messageEnd, request.query)
  const gone = new AbortController()
  response.on('close', () => gone.abort())

  const message = switches.version === '1.0' ? startHttp10(response, switches) : startHttp11(response, switches)
  for (let number = 1; number <= switches.writes; number++) {
    await wait(switches.interval, undefined, { signal: gone.signal }).catch(() => {})
    if (gone.signal.aborted) return // Nobody is left to write to.
    message.write(piece(number, switches.size))
  }
  message.end()
})

function startHttp11(response: Response, { framing, writes, size, trailers }: MessageEndSwitches) {
  response.type('text/plain')
  if (framing === 'length') response.set('Content-Length', String(writes * size))
  // Neither a length nor chunked coding: the content ends where the connection does (RFC 9112 section 6.3, rule 8).
  if (framing === 'close') {
    response.set('Connection', 'close')
    response.useChunkedEncodingByDefault = false
  }
  if (framing === 'chunked' && trailers) response.set('Trailer', 'Writes-Made')
  response.flushHeaders()

  return {
    write: (octets: string) => response.write(octets),
    end: () => {
      if (framing === 'chunked' && trailers) response.addTrailers({ 'Writes-Made': String(writes) })
      response.end()
    },
  }
}

/** Node always answers as HTTP/1.1, so this half writes its octets by hand. Without chunked coding, no length means close. */
function startHttp10(response: Response, { framing, writes, size }: MessageEndSwitches) {
  const socket = response.socket
  const length = framing === 'length' ? `Content-Length: ${writes * size}\r\n` : ''
  socket?.write(
    `HTTP/1.0 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/plain\r\nX-Content-Type-Options: nosniff\r\n${length}\r\n`,
  )
  return {
    write: (octets: string) => socket?.write(octets),
    end: () => socket?.end(),
  }
}

/** `size` octets of text that tell where they come from: "write 1 of the server .....\n". */
function piece(number: number, size: number): string {
  const text = `write ${number} of the server `.padEnd(size - 1, '.')
  return `${text.slice(0, size - 1)}\n`
}
