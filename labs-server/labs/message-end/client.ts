/** The client half: the two ways a script can watch a response arrive. */
import type { LabClient, LabClientContext } from '../lab-client.ts'
import { type MessageEndSwitches, messageQuery } from './lab.ts'

export const run: LabClient<MessageEndSwitches> = (context, switches) => {
  const address = new URL(`message?${messageQuery(switches)}`, context.url)
  return switches.reader === 'xhr' ? readWithXhr(context, address) : readWithFetch(context, address)
}

async function readWithFetch({ signal, saw }: LabClientContext, address: URL) {
  const response = await fetch(address, { cache: 'no-store', credentials: 'omit', signal })
  saw('fetch() resolved', { detail: `status ${response.status}` })
  if (response.body === null) return

  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    saw('read()', { octets: value.byteLength, of: address.search, detail: decoder.decode(value, { stream: true }) })
  }
  saw('read() done', { detail: 'the content is complete' })
}

function readWithXhr({ signal, saw }: LabClientContext, address: URL) {
  return new Promise<void>((resolve, reject) => {
    const xhr = new XMLHttpRequest()
    let seen = 0
    xhr.onreadystatechange = () => {
      const fresh = xhr.readyState >= 3 ? xhr.responseText.slice(seen) : ''
      seen += fresh.length
      saw(`readyState ${xhr.readyState}`, { octets: fresh.length, of: address.search, detail: fresh })
    }
    xhr.onload = () => resolve()
    xhr.onerror = () => reject(new TypeError('The connection failed before the response was complete.'))
    xhr.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => xhr.abort())
    xhr.open('GET', address)
    xhr.send()
  })
}
