/** Who sends in a direction, as sentences say it. */
import type { Direction } from '../../pdu.ts'

export type Sender = 'client' | 'server'

export function senderIn(direction: Direction): Sender {
  return direction === 'client-to-server' ? 'client' : 'server'
}
