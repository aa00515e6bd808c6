/** The registry of dissectors: one row a protocol. */
import type { DissectorEntry } from '../dissector.ts'
import { http1 } from './http1/index.ts'
import { unnamedOctets } from './octets/index.ts'

/** Every protocol we can read. The last one reads anything, and names nothing. */
export const DISSECTORS: readonly DissectorEntry[] = [http1, unnamedOctets]

/** The dissector a connection starts with or hands over to: by layer or by negotiated protocol name. */
export function dissectorFor(protocol: string): DissectorEntry {
  return DISSECTORS.find((entry) => entry.layer === protocol || entry.protocols.includes(protocol)) ?? unnamedOctets
}
