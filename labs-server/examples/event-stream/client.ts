/** The browser's own EventSource, and what it hands to a script. */
import type { Seen } from '../conversation.ts'

export function run(address: string, saw: Seen): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const source = new EventSource(`${address}events`)
  source.onopen = () => saw('onopen')
  for (const type of ['tick', 'note', 'bye']) {
    source.addEventListener(type, ({ data }: MessageEvent<string>) => {
      saw(`event ${type}`, { octets: new TextEncoder().encode(data).length, detail: data, of: 'events' })
      if (type !== 'bye') return
      source.close()
      resolve()
    })
  }
  return promise
}
