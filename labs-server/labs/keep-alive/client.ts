/** The client half: `fetch` as every page uses it. Which connection carries a request is the browser's choice. */
import type { LabClient } from '../lab-client.ts'
import type { KeepAliveSwitches } from './lab.ts'

export const run: LabClient<KeepAliveSwitches> = async ({ url, signal, saw }, switches) => {
  const numbers = Array.from({ length: switches.requests }, (_, index) => index + 1)

  async function get(number: number) {
    const image = `image/${number}?keepAlive=${switches.keepAlive ? 'on' : 'off'}`
    // Without credentials and past the cache: browsers keep separate connections for requests with credentials.
    const response = await fetch(new URL(image, url), { cache: 'no-store', credentials: 'omit', signal })
    const { size } = await response.blob()
    saw('response', { octets: size, of: image, detail: `image ${number}: ${response.status}` })
  }

  if (switches.order === 'parallel') {
    await Promise.all(numbers.map(get))
  } else {
    for (const number of numbers) await get(number)
  }
}
