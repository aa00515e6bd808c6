/** Makes a layer's faults from its table: one object each, shared by every part that has it. */
import type { Fault } from './fault.ts'
import type { SpecRef } from './spec-ref.ts'

/** Each row: the section that is broken, and the end of the sentence "expected ...". */
export function faultTable<Code extends string>(
  rows: Readonly<Record<Code, readonly [spec: SpecRef, expected: string]>>,
): Readonly<Record<Code, Fault>> {
  const faults = Object.entries<readonly [spec: SpecRef, expected: string]>(rows).map(
    ([code, [spec, expected]]): [string, Fault] => [code, { code, spec, expected }],
  )
  return Object.fromEntries(faults) as Record<Code, Fault>
}
