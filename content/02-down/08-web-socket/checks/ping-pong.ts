/** Passes when at least two Pings of the server were answered with Pongs. */
import { framesOf, OPCODES } from '../../../frames.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 2

export const check = benchCheck({ down: 'web-socket' }, '"WebSocket" as the way down', ({ log }) => {
  const frames = framesOf(log)
  if (frames.length === 0) return notYet('No frame has crossed the wire in this run.')
  const of = (opcode: number, direction: string) =>
    frames.filter(({ logged, opcode: own }) => own === opcode && logged.unit.direction === direction)
  const pings = of(OPCODES.ping, 'server-to-client')
  const pongs = of(OPCODES.pong, 'client-to-server')
  const keys = [...pings, ...pongs].map(({ logged }) => logged.key)
  const said = `${count(pings.length, 'Ping')} came down, and ${count(pongs.length, 'Pong')} went up`
  if (Math.min(pings.length, pongs.length) < ENOUGH) return notYet(`${said}. ${ENOUGH} of each are wanted.`, keys)
  return passed(`${said}, among ${count(frames.length, 'frame')}.`, keys)
})
