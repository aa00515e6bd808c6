/** The forever frame: a hidden iframe whose page never ends, a script element for every message. */
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

const PAUSE_MS = 60
/** Browsers of the time drew nothing before a kilobyte had come. */
const PADDING = `<!doctype html><title>Frame</title>${' '.repeat(1024)}`

export const server = createServer(async (_, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.write(PADDING)
  for (const message of ['one', 'two', 'three']) {
    await pause(PAUSE_MS)
    response.write(`<script>parent.postMessage("${message}", "*")</script>\n`)
  }
  await pause(PAUSE_MS)
  response.end('<script>parent.postMessage("bye", "*")</script>\n')
})
