/** What can be wrong with a page as a stream of scripts: only that one never ends. */
import { faultTable } from '../../fault-table.ts'

export const FAULTS = faultTable({
  'script-cut-short': [
    'whatwg-html#parsing-main-incdata',
    '</script> before the page ends: a script without it is never run',
  ],
})
