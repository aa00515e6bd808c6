/** The client half: what a page can try today, one attempt a run. */
import { TRANSPORT_CLIENTS } from '../../transports/clients.ts'
import { PLAIN_OPTIONS } from '../../transports/plain-options.ts'
import type { Way } from '../../transports/transport.ts'
import { aborted } from '../aborted.ts'
import type { LabClient, LabClientContext } from '../lab-client.ts'
import type { DuplexSwitches } from './lab.ts'
import { uploadAndRead } from './one-fetch.ts'
import { throughWorker } from './service-worker.ts'

/** Which transports carry an attempt: one for both ways, or one each. `secure` is at the origin over TLS. */
const PAIRS: Readonly<Record<string, { readonly down: string; readonly up: string; readonly secure: boolean }>> = {
  'two-fetches': { down: 'h2-stream', up: 'h2-upload', secure: true },
  'back-channel': { down: 'fetch-stream', up: 'post', secure: false },
  'web-socket': { down: 'web-socket', up: 'web-socket', secure: false },
  'h2-web-socket': { down: 'h2-web-socket', up: 'h2-web-socket', secure: true },
  'web-transport': { down: 'web-transport', up: 'web-transport', secure: false },
}

export const run: LabClient<DuplexSwitches> = async (context, switches) => {
  const { url, secureUrl, signal, saw } = context
  if (switches.attempt === 'node') {
    saw('fetch() called', { detail: 'asks the labs server to be the client' })
    await fetch(new URL('node', url), { method: 'POST', cache: 'no-store', credentials: 'omit', signal })
    return
  }
  if (switches.attempt === 'service-worker') return throughWorker(context, switches)
  if (switches.attempt === 'upload') return uploadAndRead(new URL('echo', needed(secureUrl)), context, switches)
  await throughTransports(context, switches)
}

/** Sends the pieces over the attempt's transports; ends when the last has been answered. */
async function throughTransports({ url, secureUrl, signal, saw }: LabClientContext, switches: DuplexSwitches) {
  const pair = PAIRS[switches.attempt]
  if (pair === undefined) throw new Error(`There is no attempt "${switches.attempt}".`)
  const done = new AbortController()
  const answered = Promise.withResolvers<void>()
  let answers = 0
  let channels = 0
  const open = async (id: string, ways: readonly Way[]) => {
    const client = await TRANSPORT_CLIENTS[id]?.()
    if (client === undefined) throw new Error(`There is no transport "${id}".`)
    channels += 1
    return client.connect(
      {
        url: `${pair.secure ? needed(secureUrl) : url}${id}/c${channels}/`,
        signal: AbortSignal.any([signal, done.signal]),
        options: PLAIN_OPTIONS,
        ways,
        after: 0,
        saw,
      },
      () => {
        answers += 1
        if (answers === switches.pieces) answered.resolve()
      },
    )
  }

  try {
    const down = await open(pair.down, pair.down === pair.up ? ['down', 'up'] : ['down'])
    const up = pair.down === pair.up ? down : await open(pair.up, ['up'])
    for (let number = 1; number <= switches.pieces; number++) {
      await up.send?.(new TextEncoder().encode(`piece ${number}\n`))
      await new Promise((resolve) => setTimeout(resolve, switches.interval))
    }
    await Promise.race([answered.promise, down.ended, aborted(signal)])
    up.close()
    down.close()
  } finally {
    done.abort()
  }
}

/** @throws Error without an origin over TLS: browsers speak HTTP/2 nowhere else. */
function needed(secureUrl: string | undefined): string {
  if (secureUrl === undefined)
    throw new Error('This attempt needs the labs over TLS, which this server does not offer.')
  return secureUrl
}
