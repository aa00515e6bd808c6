/** The answers of a recorded run, each given once, to requests that are made anew. */
import type { UnitLog } from '#wire/unit-log.ts'
import { type RecordedExchange, type RecordedSocket, recordedExchanges } from './recorded-exchange.ts'

export class Answers {
  readonly #exchanges: RecordedExchange[] = []
  readonly #sockets: RecordedSocket[] = []
  /** When the page asked for something, sent a message, or left what it had asked for, in order. */
  readonly #acts: readonly number[]

  constructor(log: UnitLog) {
    const acts: number[] = []
    for (const recorded of recordedExchanges(log)) {
      // Between two origins browsers ask first (Fetch, section 3.2.5); here there is one origin.
      if (recorded.kind === 'exchange' && recorded.method === 'OPTIONS') continue
      acts.push(recorded.askedAt)
      if (recorded.kind === 'socket') {
        this.#sockets.push(recorded)
        acts.push(...recorded.sentAt)
      } else {
        if (recorded.leftAt !== undefined) acts.push(recorded.leftAt)
        this.#exchanges.push(recorded)
      }
    }
    this.#acts = acts.toSorted((one, other) => one - other)
  }

  /** How often the page had done something of that kind before the server did what it did `at` this time. */
  actsBefore(at: number): number {
    const place = this.#acts.findIndex((act) => act >= at)
    return place === -1 ? this.#acts.length : place
  }

  /**
   * The exchange that answers a request for `path` (below the lab's address): of those with the same method and path, whatever the
   * query, the one that was asked for most alike. Requests differ from those recorded in times and tokens only, and say first
   * which they are. `contentOf` is called when it takes the content to tell. Undefined when all have been given.
   */
  async exchange(
    method: string,
    path: string,
    contentOf: () => Promise<string>,
  ): Promise<RecordedExchange | undefined> {
    const isLike = (known: RecordedExchange) => known.method === method && pathname(known.path) === pathname(path)
    const content = this.#exchanges.filter(isLike).length > 1 ? await contentOf() : ''
    // Looked through anew: while the content came, another request may have got its answer.
    const alike = this.#exchanges.filter(isLike)
    return take(
      this.#exchanges,
      mostAlike(alike, `${path}\n${content}`, (known) => `${known.path}\n${known.content}`),
    )
  }

  /** The WebSocket that was opened at `path`, whatever the query. */
  socket(path: string): RecordedSocket | undefined {
    const alike = this.#sockets.filter((known) => pathname(known.path) === pathname(path))
    return take(
      this.#sockets,
      mostAlike(alike, path, (known) => known.path),
    )
  }
}

function pathname(path: string): string {
  return path.replace(/\?.*$/s, '')
}

/** The one whose words begin with most of these words; the first of several. */
function mostAlike<Known>(known: readonly Known[], words: string, wordsOf: (known: Known) => string) {
  let best: Known | undefined
  let longest = -1
  for (const one of known) {
    const length = commonBeginning(wordsOf(one), words)
    if (length > longest) {
      best = one
      longest = length
    }
  }
  return best
}

function commonBeginning(one: string, other: string): number {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

/** Takes it out. */
function take<Known>(from: Known[], wanted: Known | undefined): Known | undefined {
  const place = wanted === undefined ? -1 : from.indexOf(wanted)
  return place === -1 ? undefined : from.splice(place, 1)[0]
}
