/** Node's client: one request whose content is written in pieces, and the response read while that goes on. */
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { DuplexSwitches } from './lab.ts'

/** Sends the pieces to `address`; resolves when the response has ended. */
export async function speak(address: URL, { pieces, interval }: DuplexSwitches, signal: AbortSignal): Promise<void> {
  const headers = { 'Content-Type': 'text/plain', 'User-Agent': 'Node.js' }
  const exchange = request(address, { method: 'POST', headers, signal })
  const answered = new Promise<void>((resolve, reject) => {
    exchange.on('response', (response) => response.resume().on('end', resolve).on('error', reject))
    exchange.on('error', reject)
  })
  const written = (async () => {
    for (let number = 1; number <= pieces; number++) {
      exchange.write(`piece ${number}\n`)
      await wait(interval, undefined, { signal })
    }
    exchange.end()
  })()
  await Promise.all([answered, written])
}
