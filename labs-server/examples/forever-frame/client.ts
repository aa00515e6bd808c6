/** A hidden iframe that is never done, and the messages that its scripts post to this page. */
import type { Seen } from '../conversation.ts'

export function run(address: string, saw: Seen): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  addEventListener('message', ({ data }: MessageEvent<string>) => {
    saw('message from the frame', { detail: data, of: 'frame' })
    if (data === 'bye') resolve()
  })
  const frame = Object.assign(document.createElement('iframe'), { src: `${address}frame`, hidden: true })
  document.body.append(frame)
  return promise
}
