/** Passes when at least seven responses were open at one moment on a single connection. */
import { type Stream, streamsOf } from '../../../streams.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 7

export const check = benchCheck({ down: 'h2-stream' }, '"Streaming over HTTP/2" as the way down', ({ log }) => {
  const held = streamsOf(log).filter(({ path, down }) => path.includes('/h2-stream/') && down.length > 0)
  if (held.length === 0) return notYet('No response has begun on an HTTP/2 connection in this run.')
  const together = held
    .map((stream) => held.filter((other) => other.connection === stream.connection && overlaps(other, stream)))
    .reduce((most, each) => (each.length > most.length ? each : most))
  const keys = together.map(({ opened }) => opened.key)
  const said = `At most ${count(together.length, 'response')} ${together.length === 1 ? 'was' : 'were'} open at one moment on one connection`
  if (together.length < ENOUGH) return notYet(`${said}. ${ENOUGH} are wanted.`, keys)
  return passed(
    `${together.length} responses were open at one moment on connection ${together[0]?.connection.id}.`,
    keys,
  )
})

/** Whether `other` was open when `stream` was opened. */
function overlaps(other: Stream, stream: Stream): boolean {
  const openedAt = stream.opened.at
  return other.opened.at <= openedAt && (other.endedAt ?? Number.POSITIVE_INFINITY) > openedAt
}
