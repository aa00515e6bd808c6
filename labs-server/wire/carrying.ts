/** How layers above others are read: code that comes with the first of them, because many pages have HTTP/1.1 alone. */
import type { CarriedOctets } from './carried-octets.ts'
import type { CarriedReader } from './carried-reader.ts'
import type { DecodingRoom } from './decoding-room.ts'
import type { Dissector, DissectorStart } from './dissector.ts'

export interface Carrying {
  newOctets(): CarriedOctets
  newReader(room: DecodingRoom): CarriedReader
  /** A connection each of whose directions is one content; undefined when no layer reads what `name` names. */
  contentConnection(name: string, start: DissectorStart): Dissector | undefined
}

let added: Carrying | undefined

/** Makes layers above others readable from now on. */
export function addCarrying(carrying: Carrying): void {
  added = carrying
}

/** Undefined while no layer above others is there. */
export function carryingNow(): Carrying | undefined {
  return added
}
