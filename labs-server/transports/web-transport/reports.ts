/** What the two ends of a session know of it, in words: nobody between them can tell. */
import type { ClientContext } from '../channel.ts'
import { askCounts } from './labs-answer.ts'
import type { Counts } from './lines.ts'

/** Tells what both ends know. @throws when the server knows of no session any more. */
export async function reportBoth(session: WebTransport, { url, saw }: ClientContext): Promise<void> {
  saw('getStats()', { detail: await browsersReport(session) })
  saw('what the server counted', { of: 'counts', detail: serversReport(await askCounts(url)) })
}

/** What the browser reports (W3C WebTransport, `getStats()`), where it has and does what the standard says. */
async function browsersReport(session: WebTransport & { getStats?(): Promise<object> }): Promise<string> {
  const stats = await session.getStats?.().catch(() => undefined)
  return stats === undefined ? 'This browser reports nothing of a session.' : JSON.stringify(stats)
}

/** What the server's script has counted. */
function serversReport({ streamMessages, streamOctets, datagrams, datagramOctets }: Counts): string {
  return [
    `On the stream the server sent ${streamMessages.sent} messages in ${streamOctets.sent} octets,`,
    `and received ${streamMessages.received} in ${streamOctets.received};`,
    `in datagrams it sent ${datagrams.sent} with ${datagramOctets.sent} octets,`,
    `and received ${datagrams.received} with ${datagramOctets.received}.`,
  ].join(' ')
}
