/** Tells the units that tile a connection's octets from those that other units carry. */
import { layerNamed } from './layer.ts'
import type { LoggedUnit } from './unit-log.ts'

/** Whether the unit's octets are those of other units too, which carry it: an event in chunks, a message in frames. */
export function isCarried({ connection, unit }: LoggedUnit): boolean {
  if (unit.layer === connection.protocol) return false
  const layer = layerNamed(unit.layer)
  return layer === undefined || !('start' in layer) || (unit.stream !== undefined && unit.layer !== 'http2')
}
