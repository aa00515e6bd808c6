/** Writes a run as HAR 1.2, such that Chrome DevTools imports it with its messages and events. */
import { DecodingRoom } from '../../decoding-room.ts'
import { exchangesOf } from '../../exchanges.ts'
import { type ExportedRun, WRITER } from '../exported-run.ts'
import { isoTime } from '../iso-time.ts'
import { entryOf } from './entry.ts'
import type { Har, HarEntry, HarTool } from './har.ts'
import { UnitsAbove } from './streams.ts'

const PAGE = 'run'

export function harOf(run: ExportedRun): Har {
  return { log: { ...logOf(run), entries: [...entriesOf(run)] } }
}

/** The file as text, an entry after the other: together they may be more than one text can hold. */
export function* harPieces(run: ExportedRun): Iterable<string> {
  yield `{"log":${JSON.stringify(logOf(run)).slice(0, -1)},"entries":[`
  let separator = '\n'
  for (const entry of entriesOf(run)) {
    yield separator + JSON.stringify(entry)
    separator = ',\n'
  }
  yield '\n]}}\n'
}

function logOf({ log, title, browser, octets }: ExportedRun): Omit<Har['log'], 'entries'> {
  return {
    version: '1.2',
    creator: WRITER,
    ...(browser !== '' && { browser: toolOf(browser) }),
    pages: [{ startedDateTime: isoTime(log.trace.run.startedAt), id: PAGE, title, pageTimings: {} }],
    ...(octets === 'rebuilt' && { comment: 'Sizes are of octets that were written anew from a file without octets.' }),
  }
}

function* entriesOf({ log }: ExportedRun): Iterable<HarEntry> {
  // What has begun is told as far as it has come, as DevTools does.
  const units = [...log.units, ...log.pending()]
  const above = new UnitsAbove(units)
  const room = new DecodingRoom()
  for (const exchange of exchangesOf({ units })) {
    const entry = entryOf(exchange, above, log.trace.run.startedAt, PAGE, room)
    if (entry !== undefined) yield entry
  }
}

/** `Chromium 156.0.8078.79`: the version is the last word. */
function toolOf(browser: string): HarTool {
  const space = browser.lastIndexOf(' ')
  return space === -1
    ? { name: browser, version: '' }
    : { name: browser.slice(0, space), version: browser.slice(space + 1) }
}
