/** The client half: a hidden iframe, and the messages that its scripts post to this page. */
import type { Channel, Connect } from '../channel.ts'
import { fromText } from '../message-text.ts'

/** How long a frame may be silent when no heartbeat was agreed, and when all of its page has come; in milliseconds. */
const SILENCE_MS = 4000
const LAST_WORDS_MS = 500

export const connect: Connect = ({ url, signal, options: { heartbeat }, after, saw }, receive) => {
  const opened = Promise.withResolvers<Channel>()
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => {}) // Told to whoever listens, if anybody does.
  const of = `?after=${after}`
  const frame = Object.assign(document.createElement('iframe'), { src: new URL(of, url).href, hidden: true })
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Chromium 156 tells nobody, not even the frame, that a page broke off: silence is all there is to notice. */
  function listen(ms: number) {
    clearTimeout(timer)
    timer = setTimeout(over, ms, new Error('The frame fell silent: its connection may be lost, and nobody would tell.'))
  }
  function over(reason?: Error) {
    clearTimeout(timer)
    removeEventListener('message', onMessage)
    frame.remove()
    opened.reject(reason ?? new Error('The frame was closed before it was open.'))
    if (reason) ended.reject(reason)
    else ended.resolve()
  }
  function onMessage({ data, origin, source }: MessageEvent) {
    // Any window may post to this one: only this frame is listened to, and only while it shows the labs' page.
    if (source !== frame.contentWindow || origin !== new URL(url).origin) return
    listen(heartbeat > 0 ? 3 * heartbeat + LAST_WORDS_MS : SILENCE_MS)
    const [first, text, coding] = data
    const message = typeof text === 'string' ? fromText(coding === 'base64' ? text : JSON.stringify(text)) : undefined
    saw('onmessage', { octets: message?.length ?? 0, of, detail: String(first) })
    if (message) receive(message, first)
    else if (first === 'open') opened.resolve({ ended: ended.promise, close: () => over() })
    else if (first === 'end') over()
  }

  addEventListener('message', onMessage)
  frame.onload = () => listen(LAST_WORDS_MS)
  signal.addEventListener('abort', () => over(), { once: true })
  document.body.append(frame)
  listen(SILENCE_MS)
  return opened.promise
}
