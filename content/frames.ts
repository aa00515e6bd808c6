/** What checks ask about the frames of a WebSocket (RFC 6455 section 5.2). */
import { valueIn } from '#wire/formats/part-value.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'

/** A frame, and its opcode. */
export interface Frame {
  readonly logged: LoggedUnit
  readonly opcode: number
}

/** RFC 6455 section 11.8. */
export const OPCODES = { ping: 9, pong: 10 } as const

/** All complete frames of the trace, in the order in which they were complete. */
export function framesOf(log: UnitLog): readonly Frame[] {
  return log.units
    .filter(({ unit }) => unit.layer === 'websocket' && unit.name === 'frame')
    .map((logged) => ({ logged, opcode: Number(valueIn(logged.unit, 'opcode')) }))
}
