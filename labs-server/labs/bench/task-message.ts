/** What the task's messages say: which they are, and when they were sent; and the report that ends the task. */
import type { Way } from '../../transports/transport.ts'

export interface TaskMessage {
  readonly way: Way
  /** Counted from 1. */
  readonly number: number
  /** When it was sent, in milliseconds since the run started. */
  readonly at: number
}

const MESSAGE = /^(down|up) (\d{1,4}) sent at (\d{1,9}\.\d{3}) ms /
const REPORT = /^report /

/** `size` octets: `down 3 sent at 1234.567 ms ........`. */
export function writeMessage({ way, number, at }: TaskMessage, size: number): Uint8Array {
  return new TextEncoder().encode(`${way} ${number} sent at ${at.toFixed(3)} ms `.padEnd(size, '.'))
}

/** What a message says; undefined when it is none of the task's. */
export function readMessage(message: Uint8Array): TaskMessage | undefined {
  const [, way, number, at] = MESSAGE.exec(new TextDecoder().decode(message.subarray(0, 64))) ?? []
  return way === undefined ? undefined : { way: way as Way, number: Number(number), at: Number(at) }
}

/** When each message up arrived at the server, in milliseconds since the run started; null for one that did not. */
export type Arrivals = readonly (number | null)[]

/** `report 12.345 23.456 -`. */
export function writeReport(arrivals: Arrivals): Uint8Array {
  return new TextEncoder().encode(`report ${arrivals.map((at) => at?.toFixed(3) ?? '-').join(' ')}`)
}

/** The report that a message is; undefined when it is none. */
export function readReport(message: Uint8Array): Arrivals | undefined {
  const text = new TextDecoder().decode(message)
  if (!REPORT.test(text)) return undefined
  const words = text.split(' ').slice(1)
  return words.filter((word) => word !== '').map((word) => (word === '-' ? null : Number(word)))
}
