/** A command line that cannot be followed. */

/** Carries one sentence that says what to change; the process exits with 2. */
export class BadCall extends Error {
  override readonly name = 'BadCall'
}
