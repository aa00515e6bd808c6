/** Writes a run as HAR 1.2, such that Chrome DevTools imports it with its messages and events. */
import { exchangesOf } from '../../exchanges.ts'
import { type ExportedRun, WRITER } from '../exported-run.ts'
import { isoTime } from '../iso-time.ts'
import { entryOf } from './entry.ts'
import type { Har, HarTool } from './har.ts'
import { UnitsAbove } from './streams.ts'

const PAGE = 'run'

export function harOf({ log, title, browser, octets }: ExportedRun): Har {
  const { run } = log.trace
  // What has begun is told as far as it has come, as DevTools does.
  const units = [...log.units, ...log.pending()]
  const above = new UnitsAbove(units)
  const entries = exchangesOf({ units }).flatMap((exchange) => entryOf(exchange, above, run.startedAt, PAGE) ?? [])
  return {
    log: {
      version: '1.2',
      creator: WRITER,
      ...(browser !== '' && { browser: toolOf(browser) }),
      pages: [{ startedDateTime: isoTime(run.startedAt), id: PAGE, title, pageTimings: {} }],
      entries,
      ...(octets === 'rebuilt' && {
        comment: 'Sizes are of octets that were written anew from a file without octets.',
      }),
    },
  }
}

/** `Chromium 156.0.8078.79`: the version is the last word. */
function toolOf(browser: string): HarTool {
  const space = browser.lastIndexOf(' ')
  return space === -1
    ? { name: browser, version: '' }
    : { name: browser.slice(0, space), version: browser.slice(space + 1) }
}
