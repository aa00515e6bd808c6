/** Was it duplex? Same connection, same exchange, and did both directions stream at one time: read from the content's octets. */
import { octetCount } from '#wire/octets.ts'
import type { Direction, Part } from '#wire/pdu.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'
import type { ScriptEvent } from '../lab-client.ts'
import type { Answer, Judge } from '../verdict.ts'

/** Units that carry content: of HTTP/1.1, of HTTP/2, and of WebSocket. */
const CONTENT = ['chunk', 'message-body', 'DATA', 'frame']
/** WebSocket's opcodes of data: continuation, text, binary (RFC 6455 section 11.8). */
const DATA_OPCODES = [0, 1, 2]

/** What has left HTTP/1.1 is one exchange that goes on: its units count no more of them. */
const AFTER_UPGRADE = -1

/** Content in one direction of one exchange. */
interface Streamed {
  readonly connection: number
  readonly exchange: number
  /** When the first octet of the first unit passed, and the last of the last, in milliseconds since the run started. */
  readonly firstAt: number
  readonly lastAt: number
  readonly units: number
}

export const judge: Judge = ({ log, script }) => {
  const up = streamed(log, 'client-to-server')
  const down = streamed(log, 'server-to-client')
  if (up.length === 0 || down.length === 0) return workerAnswers(script)
  const sameConnection = up.some((one) => down.some((other) => one.connection === other.connection))
  const both = up.flatMap((one) => {
    const other = down.find(({ connection, exchange }) => connection === one.connection && exchange === one.exchange)
    return other === undefined ? [] : [{ up: one, down: other }]
  })
  const lastUp = Math.max(...up.map(({ lastAt }) => lastAt))
  const firstDown = Math.min(...down.map(({ firstAt }) => firstAt))
  const connections = new Set([...up, ...down].map(({ connection }) => connection)).size
  const exchanges = new Set([...up, ...down].map(({ connection, exchange }) => `${connection}/${exchange}`)).size

  return [
    {
      question: 'One connection for both directions?',
      answer: sameConnection && connections === 1 ? 'Yes.' : `No: ${connections} connections carried content.`,
      from: 'trace',
    },
    {
      question: 'One exchange, or stream, for both directions?',
      answer: both.length > 0 && exchanges === 1 ? 'Yes.' : `No: content went over ${exchanges} exchanges.`,
      from: 'trace',
    },
    {
      question: 'First octet down before the last octet up?',
      answer:
        firstDown < lastUp
          ? `Yes, by ${(lastUp - firstDown).toFixed(1)} ms.`
          : `No: it came ${(firstDown - lastUp).toFixed(1)} ms after.`,
      from: 'trace',
    },
    ...scriptAnswers(script),
  ]
}

/** Content by exchange, in one direction. */
function streamed(log: UnitLog, direction: Direction): readonly Streamed[] {
  const found = new Map<string, { -readonly [Key in keyof Streamed]: Streamed[Key] }>()
  for (const logged of [...log.units, ...log.pending()]) {
    const { unit, connection } = logged
    if (unit.direction !== direction || !isContent(logged)) continue
    const { exchange = AFTER_UPGRADE } = unit
    const key = `${connection.id}/${exchange}`
    const { startedAt, at } = logged
    const before = found.get(key)
    if (before === undefined) {
      found.set(key, { connection: connection.id, exchange, firstAt: startedAt, lastAt: at, units: 1 })
    } else {
      before.firstAt = Math.min(before.firstAt, startedAt)
      before.lastAt = Math.max(before.lastAt, at)
      before.units += 1
    }
  }
  return [...found.values()]
}

function isContent({ unit }: LoggedUnit): boolean {
  if (!CONTENT.includes(unit.name) || octetCount(unit.ranges) === 0) return false
  if (unit.name === 'frame') return DATA_OPCODES.includes(Number(valueIn(unit, 'opcode')))
  if (unit.name === 'DATA') return Number(valueIn(unit, 'length') ?? 1) > 0
  return true
}

/** The value of the first part of this name, however deep. */
function valueIn({ parts = [] }: Part, name: string): Part['value'] {
  for (const part of parts) {
    const value = part.name === name ? part.value : valueIn(part, name)
    if (value !== undefined) return value
  }
  return undefined
}

/** Whether the script could read while it was still writing: the wire may be duplex where the platform is not. */
function scriptAnswers(script: readonly ScriptEvent[]): readonly Answer[] {
  const wrote = script.findLast(({ what }) => ['enqueue()', 'send()', 'write()', 'fetch() called'].includes(what))
  const read = script.find(({ what }) => ['read()', 'onmessage', 'message'].includes(what))
  if (wrote === undefined || read === undefined) return []
  const apartMs = Math.abs(wrote.at - read.at).toFixed(1)
  return [
    {
      question: 'Could the script read before its last write?',
      answer: read.at < wrote.at ? `Yes, ${apartMs} ms before.` : `No: ${apartMs} ms after it.`,
      from: 'script',
    },
  ]
}

/** Without a network there is no wire to look at. */
function workerAnswers(script: readonly ScriptEvent[]): readonly Answer[] {
  const answers = scriptAnswers(script)
  if (answers.length === 0) return []
  return [
    { question: 'What crossed a network?', answer: 'No content that this view could see.', from: 'trace' },
    ...answers,
  ]
}
