/** The client half: a timer, and one `fetch` for all the messages that have gathered. */
import type { Connect } from '../channel.ts'
import { toLine } from '../numbered-line.ts'
import { Refused, sendAgain } from '../send-again.ts'

export const connect: Connect = async (context) => {
  const { url, signal, saw } = context
  const { throttle, batch } = context.options
  const end = Promise.withResolvers<void>()
  let number = 0
  let lines: string[] = []
  let answered = Promise.withResolvers<void>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function submit(content: Blob, count: number, of: string) {
    signal.throwIfAborted()
    saw('fetch() called', { octets: content.size, of, detail: `${count} gathered` })
    const options: RequestInit = { method: 'POST', body: content, credentials: 'omit', signal }
    const response = await fetch(new URL(of, url), options)
    saw('fetch() resolved', { of, detail: `status ${response.status}` })
    if (!response.ok) throw new Refused(`${count} messages were answered with ${response.status}.`)
  }

  /** Submits what has gathered, and begins to gather anew. */
  function flush() {
    clearTimeout(timer)
    timer = undefined
    const { length } = lines
    const content = new Blob(lines)
    const of = `?upto=${number}`
    if (length > 0) sendAgain(context, of, () => submit(content, length, of)).then(answered.resolve, answered.reject)
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
