/** What checks ask about Bayeux messages: who said what on which channel, and what carried it. */
import type { Direction } from '#wire/pdu.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'

export interface BayeuxMessage {
  readonly logged: LoggedUnit
  readonly direction: Direction
  /** `/meta/connect`, `/down`. */
  readonly channel: string
}

/** All Bayeux messages of the trace, in the order in which they passed. */
export function bayeuxMessagesOf(log: UnitLog): readonly BayeuxMessage[] {
  return log.units
    .filter(({ unit }) => unit.layer === 'bayeux' && unit.name === 'message')
    .map((logged) => ({
      logged,
      direction: logged.unit.direction,
      channel: String(logged.unit.parts?.find(({ name }) => name === 'channel')?.value ?? ''),
    }))
}
