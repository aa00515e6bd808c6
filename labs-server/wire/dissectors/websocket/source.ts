/** One direction of a WebSocket connection, and what all its units have in common. */
import type { OctetRange, OctetStream } from '../../octets.ts'
import type { Direction, PduId } from '../../pdu.ts'

export interface Source {
  readonly direction: Direction
  readonly octets: OctetStream
  /** Where it speaks inside another protocol. */
  readonly exchange?: number
  readonly stream?: number
}

/** Direction, name, and the place of the first octet on the wire. */
export function unitId({ direction, octets }: Source, name: string, start: number): PduId {
  const place = octets.rangesOf({ start, end: start + 1 })[0]?.start ?? start
  return `${direction === 'client-to-server' ? 'c2s' : 's2c'}-${name}-${place}`
}

/** Where on the wire `[start, end)` lies. */
export function rangesOf({ octets }: Source, start: number, end: number): readonly OctetRange[] {
  return octets.rangesOf({ start, end })
}
