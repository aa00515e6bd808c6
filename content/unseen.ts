/** What checks ask about messages that passed where no tap of ours is: the script got them, and no octet of the trace holds them. */
import type { Evidence } from '#labs/check.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { count } from './verdicts.ts'

export type Unseen =
  | { readonly unseen: true; readonly got: number }
  /** Why it cannot be said. */
  | { readonly unseen: false; readonly sentence: string }

/** Whether the script got at least `enough` messages down, and none of them is in the trace. */
export function unseenMessages({ log, script }: Pick<Evidence, 'log' | 'script'>, enough: number): Unseen {
  const got = script.filter(({ what, detail }) => what === 'message down' && detail !== undefined)
  if (got.length < enough) {
    return { unseen: false, sentence: `The script got ${count(got.length, 'message')}. ${enough} are wanted.` }
  }
  const octets = textOf(log)
  const seen = got.find(({ detail = '' }) => octets.includes(detail))
  if (seen === undefined) return { unseen: true, got: got.length }
  return { unseen: false, sentence: `"${seen.detail}" is in the octets of this run: it passed the labs.` }
}

/** All octets of the trace as text. */
export function textOf({ trace }: UnitLog): string {
  return trace.connections
    .flatMap(({ streams }) => DIRECTIONS.map((way) => streams[way].text({ start: 0, end: streams[way].length })))
    .join('\n')
}
