/** What could not be read of a file, in sentences: what happens once is told once, what happens often is counted. */

/** More sentences than this help nobody; of the rest only the number is told. */
export const MAX_SENTENCES = 50

/** Of what is counted, this many are named. */
const MAX_NAMED = 3

/** Says how often something was met, and `which`: `3, 17, 20 and 4 more`. */
type CountSentence = (count: number, which: string) => string

interface Count {
  count: number
  readonly named: string[]
  readonly sentence: CountSentence
}

export class Problems {
  readonly #said: string[] = []
  #unsaid = 0
  readonly #counts = new Map<string, Count>()

  say(sentence: string): void {
    if (this.#said.length < MAX_SENTENCES) this.#said.push(sentence)
    else this.#unsaid += 1
  }

  /** Counts one more of `kind`: a connection's number, an offset in the file. The first tells how the sentence is made. */
  count(kind: string, which: number, sentence: CountSentence): void {
    const before = this.#counts.get(kind)
    if (before === undefined) {
      if (this.#counts.size < MAX_SENTENCES) this.#counts.set(kind, { count: 1, named: [grouped(which)], sentence })
      else this.#unsaid += 1
      return
    }
    before.count += 1
    if (before.named.length < MAX_NAMED) before.named.push(grouped(which))
  }

  get sentences(): readonly string[] {
    const counted = [...this.#counts.values()].map(({ count, named, sentence }) => sentence(count, list(named, count)))
    const more = this.#unsaid === 0 ? [] : [`There were ${grouped(this.#unsaid)} more problems.`]
    return [...this.#said, ...counted, ...more]
  }
}

function list(named: readonly string[], count: number): string {
  const more = count - named.length
  if (more > 0) return `${named.join(', ')} and ${grouped(more)} more`
  return named.length === 1 ? `${named[0]}` : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}

/** An offset in a file, as sentences name it: `octet 1,024 of the file`, the first being octet 0. */
export function placeInFile(offset: number): string {
  return `octet ${grouped(offset)} of the file`
}

/** `1,024` */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 packet`, `1,024 packets` */
export function packets(count: number): string {
  return `${grouped(count)} ${count === 1 ? 'packet' : 'packets'}`
}

/** The verb that goes with `count` of something. */
export function are(count: number): string {
  return count === 1 ? 'is' : 'are'
}
