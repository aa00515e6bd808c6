/** What is wrong with a peer's octets. A fault is data and lesson material: it is shown, never thrown. */
import type { SpecRef } from './spec-ref.ts'

/** One breach of a standard, attached to the part that breaks it. */
export interface Fault {
  /** Stable, kebab-case: `chunk-size-not-hex`. */
  readonly code: string
  /** The section that is broken. */
  readonly spec: SpecRef
  /** What the standard asks for in this place, as an end of the sentence "expected ...". */
  readonly expected: string
}
