/** HTTP/1.1 messages (RFC 9112). Placeholder until its reader is written. */
import type { DissectorEntry } from '../../dissector.ts'
import { unnamedOctets } from '../octets/index.ts'

export const http1: DissectorEntry = { ...unnamedOctets, layer: 'http1', title: 'HTTP/1.1' }
