/** The client half: a timer, and one `fetch` for all the messages that have gathered. */
import type { Connect } from '../channel.ts'
import { toLine } from '../numbered-line.ts'

export const connect: Connect = async ({ url, signal, saw, options: { throttle, batch } }) => {
  const end = Promise.withResolvers<void>()
  let number = 0
  let lines: string[] = []
  let answered = Promise.withResolvers<void>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function submit(content: Blob, count: number) {
    signal.throwIfAborted()
    const of = `?upto=${number}`
    saw('fetch() called', { octets: content.size, of, detail: `${count} gathered` })
    const options: RequestInit = { method: 'POST', body: content, credentials: 'omit', signal }
    const response = await fetch(new URL(of, url), options)
    saw('fetch() resolved', { of, detail: `status ${response.status}` })
    if (!response.ok) throw new Error(`Messages up to ${number} were answered with ${response.status}.`)
  }

  /** Submits what has gathered, and begins to gather anew. */
  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (lines.length > 0) submit(new Blob(lines), lines.length).then(answered.resolve, answered.reject)
    lines = []
    answered = Promise.withResolvers<void>()
  }

  return {
    send(message) {
      number += 1
      lines.push(toLine(number, message))
      timer ??= setTimeout(flush, throttle)
      const { promise } = answered
      if (lines.length >= batch) flush()
      return promise
    },
    ended: end.promise,
    close() {
      flush()
      end.resolve()
    },
  }
}
