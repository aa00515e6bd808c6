/** Says what happens on the console's connections, for who does not see it: at once what ends something, reads now and then. */
import { effect } from '@preact/signals'
import type { Conversation, Entry } from './conversation.ts'
import { wordsOf } from './entry-words.ts'

/** How long reads are gathered before they are said, in milliseconds: a screen reader could not keep up with each. */
const GATHER_MS = 1500

/** Returns how to end it. */
export function announce({ entries }: Conversation, say: (sentence: string) => void): () => void {
  let said: readonly Entry[] = entries.peek()
  let reads = 0
  let octets = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = (more = '') => {
    clearTimeout(timer)
    timer = undefined
    const read = reads === 0 ? '' : `${reads === 1 ? 'One read' : `${reads} reads`} of ${octets} octets. `
    reads = 0
    octets = 0
    say((read + more).trim())
  }
  const end = effect(() => {
    const fresh = entries.value.filter((entry) => !said.includes(entry))
    said = entries.value
    for (const entry of fresh) {
      if (entry.kind !== 'octets') flush(wordsOf(entry))
      else if (entry.direction === 'server-to-client') {
        reads += 1
        octets += entry.length
        timer ??= setTimeout(flush, GATHER_MS)
      }
    }
  })
  return () => {
    clearTimeout(timer)
    end()
  }
}
