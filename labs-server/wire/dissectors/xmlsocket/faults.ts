/** What can be wrong with the octets of an XMLSocket: its messages have an end, and are UTF-8. */
import { faultTable } from '../../fault-table.ts'

export const FAULTS = faultTable({
  'nul-missing': ['xmlsocket#send()', 'a zero octet at the end of the message: without it nobody gets to see it'],
  'not-utf-8': ['rfc3629#section-4', 'UTF-8: other octets are read as U+FFFD'],
})
