/** What happened on a connection, in words. */
import { counted } from '#site/wire-view/numbers.ts'
import type { Entry } from './conversation.ts'

const CLOSED: Readonly<Record<Extract<Entry, { kind: 'closed' }>['how'], string>> = {
  closed: 'The connection is closed.',
  reset: 'The connection was reset: the labs broke it off (RST).',
  'broken-off': 'You broke the connection off (RST).',
  stopped: 'The connection was stopped.',
  lost: 'The connection was lost.',
}

/** A sentence. */
export function wordsOf(entry: Entry): string {
  switch (entry.kind) {
    case 'opened':
      return `Connection ${entry.connection} is open, from ${entry.client} to ${entry.server}.`
    case 'failed':
      return `Connection ${entry.connection} could not be opened. ${entry.why}`
    case 'octets':
      return entry.direction === 'client-to-server'
        ? `You sent ${counted(entry.length, 'octet')}.`
        : `The labs sent ${counted(entry.length, 'octet')}.`
    case 'end':
      return entry.direction === 'client-to-server'
        ? 'You said that no more will come (FIN).'
        : 'The labs said that no more will come (FIN).'
    case 'closed':
      return entry.why === undefined ? CLOSED[entry.how] : `${CLOSED[entry.how]} ${entry.why}`
  }
}
