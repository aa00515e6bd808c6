/** Passes when at least three messages went each way over one TCP connection without HTTP, each ended by a zero octet. */
import type { Direction } from '#wire/pdu.ts'
import type { LoggedUnit } from '#wire/unit-log.ts'
import { benchCheck, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 3
/** What joins a run, as the player does first. */
const JOIN = /^<join\b/

export const check = benchCheck({ down: 'xml-socket' }, '"XMLSocket" as the way down', ({ log }) => {
  const messages = log.units.filter((logged) => {
    return (
      logged.unit.layer === 'xmlsocket' &&
      logged.unit.name === 'message' &&
      isEnded(logged) &&
      !JOIN.test(textOf(logged))
    )
  })
  if (messages.length === 0) return notYet('No document has crossed the wire in this run.')
  const connections = [...new Set(messages.map(({ connection }) => connection))]
  const counts = connections.map((connection) => {
    const own = messages.filter((logged) => logged.connection === connection)
    const of = (direction: Direction) => own.filter(({ unit }) => unit.direction === direction).length
    return { connection, up: of('client-to-server'), down: of('server-to-client') }
  })
  const [best] = counts.toSorted((one, other) => Math.min(other.up, other.down) - Math.min(one.up, one.down))
  if (best === undefined) return notYet('No document has crossed the wire in this run.')
  const keys = messages.filter(({ connection }) => connection === best.connection).map(({ key }) => key)
  const said = `Over connection ${best.connection.id} ${best.up} documents went up and ${best.down} came down, each with a zero octet behind it`
  if (Math.min(best.up, best.down) < ENOUGH) return notYet(`${said}. ${ENOUGH} each way are wanted.`, keys)
  return passed(`${said}.`, keys)
})

function textOf({ connection, unit }: LoggedUnit): string {
  return unit.ranges.map((range) => connection.streams[unit.direction].text(range)).join('')
}

function isEnded(logged: LoggedUnit): boolean {
  return textOf(logged).endsWith('\0')
}
