/** What can be wrong with an event stream: little, because its standard says what to do with any octets whatever. */
import { faultTable } from '../../fault-table.ts'

export const FAULTS = faultTable({
  'event-cut-short': [
    'whatwg-html#event-stream-interpretation',
    'a blank line before the stream ends: without it, these lines are discarded',
  ],
  'not-utf-8': ['whatwg-html#parsing-an-event-stream', 'UTF-8: other octets are read as U+FFFD'],
})
