/** What is observed of a browser, and what it is observed against. */

/** The addresses of the server that is observed with; its routes are in `observatory.ts`. */
export interface Observatory {
  /** Plain HTTP/1.1: `http://localhost:4000/`. */
  readonly url: string
  /** HTTP/2 over TLS. */
  readonly secureUrl: string
}

export interface Observation {
  /** kebab-case. */
  readonly id: string
  /** Ends with a question mark. */
  readonly question: string
  /** One sentence: how it is observed. */
  readonly how: string
  /** Whether it takes less than a second or two, and little of the machine. */
  readonly quick: boolean
}

/** Runs in the page; gives the answer in a few words, the same whenever the browser does the same. */
export type Observe = (observatory: Observatory) => Promise<string>
