/** The client half: opens the two ways, sends the messages up, and ends when the report has come down. */
import type { Message, OtherEnd, Receive } from '../../transports/channel.ts'
import { TRANSPORT_CLIENTS } from '../../transports/clients.ts'
import { transportOf } from '../../transports/index.ts'
import { pause } from '../../transports/pause.ts'
import type { Way } from '../../transports/transport.ts'
import { aborted } from '../aborted.ts'
import type { LabClient, LabClientContext } from '../lab-client.ts'
import { HeldChannel } from './held-channel.ts'
import type { BenchSwitches } from './switches.ts'
import { performTask } from './task.ts'
import { readReport, writeMessage } from './task-message.ts'

/** How long the report may take once everything has been sent and nothing comes down any more, in milliseconds. */
const PATIENCE_MS = 5000
/** How long the two ways may take until they are open, in milliseconds. */
const OPENING_MS = 10_000
/** A browser tells a script no more than that it failed, whether the certificate or the network is the reason. */
const UNREACHED =
  'The labs over TLS could not be reached. Perhaps this browser does not trust their certificate: the page /tls/ tells, and says what to click.'
/** How long channels may take to close, in milliseconds: some report then what they carried. */
const CLOSE_MS = 1000

export const run: LabClient<BenchSwitches> = async (context, switches) => {
  const { signal, saw, now } = context
  refuseHalves(switches)
  const done = new AbortController()
  const over = AbortSignal.any([signal, done.signal])
  const reported = Promise.withResolvers<void>()
  let last = 0
  let channels = 0
  const held: HeldChannel[] = []
  let quietSince = now()

  function receive(message: Message, number = last + 1) {
    quietSince = now()
    if (number <= last) {
      // A server that is asked again after a cut may tell again.
      saw('came again', { octets: message.length, detail: `message ${number}` })
      return
    }
    last = number
    const report = readReport(message) !== undefined
    saw(report ? 'report' : 'message down', { octets: message.length, detail: beginning(message, report) })
    if (report) reported.resolve()
  }

  const hold = (id: string, ways: readonly Way[], take = receive) => {
    const channel = new HeldChannel({
      open: () => open(context, switches, { id, ways, over, after: last, channel: ++channels }, take),
      over,
      lost: (reason) => saw(reason === undefined ? 'ended' : 'cut', { detail: `${id}: ${reason ?? 'asking again'}` }),
    })
    held.push(channel)
    return channel
  }

  try {
    const shared = switches.down === switches.up
    const down = hold(switches.down, shared ? ['down', 'up'] : ['down'])
    const up = shared ? down : hold(switches.up, ['up'])
    for (let more = 1; more < switches.streams; more++) hold(switches.down, ['down'], () => {})
    const unreached = Promise.withResolvers<never>()
    const failed = Promise.race([down.failed, up.failed, unreached.promise, aborted(signal)])
    await Promise.race([Promise.all([down.opened, up.opened]), failed, unopened(over)])

    const sending: Promise<void>[] = []
    let taken = 0
    for (let number = 1; number <= switches.messagesUp; number++) {
      const message = writeMessage({ way: 'up', number, at: now() }, switches.size)
      saw('message up', { octets: message.length, detail: beginning(message) })
      const sent = up.send(message).then(
        () => {
          taken += 1
        },
        (error) => {
          saw('not sent', { detail: `message ${number}: ${error}` })
          if (taken === 0 && isUnreached(switches.up, error)) unreached.reject(new Error(UNREACHED))
        },
      )
      sending.push(sent)
      await Promise.race([pause(switches.interval, over), failed])
    }
    await Promise.race([Promise.all(sending), failed])
    quietSince = now()
    await Promise.race([reported.promise, failed, quiet(() => now() - quietSince, over)])
  } finally {
    done.abort()
    await Promise.race([
      Promise.all(held.map(({ closed }) => closed)),
      new Promise((resolve) => setTimeout(resolve, CLOSE_MS)),
    ])
  }
}

/** @throws Error when a transport that makes sense for both ways alone is chosen for one. */
function refuseHalves({ down, up }: BenchSwitches): void {
  const half = down === up ? undefined : [down, up].map(transportOf).find((chosen) => chosen?.alone)
  if (half) throw new Error(`${half.label} goes both ways or not at all: choose it as the way down and as the way up.`)
}

/** One opening of one transport. */
interface Opening {
  readonly id: string
  readonly ways: readonly Way[]
  /** Aborted when the task is over. */
  readonly over: AbortSignal
  /** The number of the last message that has come down. */
  readonly after: number
  /** Counted from 1, over all openings of the run. */
  readonly channel: number
}

/** Opens one transport at its own address, on the origin it needs. */
async function open(
  { url, secureUrl, saw, now, openSocket }: LabClientContext,
  options: BenchSwitches,
  { id, ways, over: signal, after, channel }: Opening,
  receive: Receive,
) {
  const origin = transportOf(id)?.origin === 'tls' ? secureUrl : url
  if (origin === undefined) throw new Error('This way needs the labs over TLS, which this server does not offer.')
  const client = await TRANSPORT_CLIENTS[id]?.()
  if (client === undefined) throw new Error(`There is no transport "${id}".`)
  const serve = (end: OtherEnd) => performTask(end, options, now).catch(() => {}) // The task is over.
  const own = { url: `${origin}${id}/c${channel}/`, signal, options, ways, after, saw, openSocket, serve }
  return client.connect(own, receive).catch((error) => {
    throw isUnreached(id, error) ? new Error(UNREACHED, { cause: error }) : error
  })
}

/** Whether a way over TLS failed as `fetch` fails: without an answer, and without a reason. */
function isUnreached(id: string, error: unknown): boolean {
  return transportOf(id)?.origin === 'tls' && error instanceof TypeError
}

/** What a message says of itself, without the dots that fill it up. */
function beginning(message: Message, whole = false): string {
  const text = new TextDecoder().decode(whole ? message : message.subarray(0, 40))
  return text.replace(/\s*\.+$/, '')
}

/** Rejects when a way has not opened for too long: what has come so far may not be enough for the browser to show. */
async function unopened(over: AbortSignal): Promise<never> {
  await pause(OPENING_MS, over)
  over.throwIfAborted()
  throw new Error(`A way was not open after ${OPENING_MS / 1000} s: nothing of it has been shown to the script.`)
}

/** Rejects once it has been quiet for too long: what was on its way when a connection was cut may be lost for good. */
async function quiet(forMs: () => number, over: AbortSignal): Promise<never> {
  while (!over.aborted) {
    if (forMs() > PATIENCE_MS) {
      throw new Error(
        `No report for ${PATIENCE_MS / 1000} s: messages were lost on their way, or are still held back there. Nobody has been told.`,
      )
    }
    await pause(PATIENCE_MS / 10, over)
  }
  throw over.reason
}
