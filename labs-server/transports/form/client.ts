/** The client half: a form and a frame for each message, since a frame shows one answer at a time. */
import type { Connect } from '../channel.ts'
import { toText } from '../message-text.ts'
import { sendAgain } from '../send-again.ts'

/** How long the answer's script may take after the frame has loaded, and how long all of it, in milliseconds. */
const PATIENCE_MS = 1000
const MOST_MS = 5000

export const connect: Connect = async (context) => {
  const { url, signal, saw } = context
  const end = Promise.withResolvers<void>()
  let number = 0
  async function submit(text: string, of: string) {
    const frame = Object.assign(document.createElement('iframe'), { name: `form ${url}${of}`, hidden: true })
    const form = document.createElement('form')
    Object.assign(form, { action: new URL(of, url), method: 'post', enctype: 'text/plain', target: frame.name })
    form.acceptCharset = 'utf-8'
    form.append(Object.assign(document.createElement('input'), { name: 'message', value: text }))
    form.hidden = true
    document.body.append(frame, form)
    const told = toldBy(frame, signal)
    form.submit()
    saw('submit() called', { octets: new TextEncoder().encode(`message=${text}\r\n`).length, of })
    const answer = await told.finally(() => [frame, form].map((element) => element.remove()))
    saw('onmessage from the frame', { of, detail: answer })
  }

  return {
    send(message) {
      number += 1
      const of = `?number=${number}`
      return sendAgain(context, of, () => submit(toText(message), of))
    },
    ended: end.promise,
    close: () => end.resolve(),
  }
}

/** What the answer's script says. Of another origin's document, the page learns by itself only that it was loaded. */
function toldBy(frame: HTMLIFrameElement, signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const heard = new AbortController()
  const hear = ({ source, data }: MessageEvent) => source === frame.contentWindow && resolve(String(data))
  addEventListener('message', hear, heard)
  signal.addEventListener('abort', () => reject(signal.reason), heard)
  frame.addEventListener('load', () => setTimeout(() => reject(new Error(UNTOLD)), PATIENCE_MS), heard)
  // Firefox 153 does not tell of a frame that could not be loaded.
  const timer = setTimeout(
    () => reject(new Error('No answer came: its connection was cut, or it takes too long.')),
    MOST_MS,
  )
  return promise.finally(() => {
    clearTimeout(timer)
    heard.abort()
  })
}

const UNTOLD =
  'The frame shows something, but not the answer to the message: it was refused, or its connection was cut.'
