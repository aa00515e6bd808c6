/** The command: reads the flags, starts the labs server, says where it is, and ends it when told to. */
import { parseArgs } from 'node:util'
import { DEFAULT_LABS_PORT, DEFAULT_PORT, type LabsServer, portAfter, startLabsServer } from './labs-server.ts'
import { PortTakenError } from './listener.ts'
import { log } from './log.ts'

/** Ending takes no longer than this, in milliseconds, whatever hangs. */
const CLOSE_MS = 1500

const HELP = `Serves The Two-Way Web: the site, and the labs it shows the octets of.

  --port PORT             the site, its API and feed (${DEFAULT_PORT})
  --labs-port PORT        the labs, plain HTTP/1.1 (${DEFAULT_LABS_PORT})
  --tls-port PORT         the labs over TLS, with HTTP/2 (the port after --labs-port)
  --no-tls                no labs over TLS: those that need HTTP/2 cannot be run
  --middlebox-port PORT   a middlebox before the labs, for runs that ask for one (the second after --labs-port)
  --host ADDRESS          an address to listen on (this machine alone); may be given more than once
  --help                  this text
`

function flags() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      'labs-port': { type: 'string' },
      'tls-port': { type: 'string' },
      'no-tls': { type: 'boolean' },
      'middlebox-port': { type: 'string' },
      host: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  })
  const port = portOf('--port', values.port, DEFAULT_PORT)
  const labsPort = portOf('--labs-port', values['labs-port'], DEFAULT_LABS_PORT)
  if (port === labsPort && port !== 0) {
    throw new TypeError('--port and --labs-port must differ: labs are an origin of their own.')
  }
  const tlsPort = !values['no-tls'] && portOf('--tls-port', values['tls-port'], portAfter(labsPort))
  if (tlsPort && (tlsPort === port || tlsPort === labsPort)) {
    throw new TypeError(`--tls-port must differ from --port and --labs-port: it is ${tlsPort}, as one of them.`)
  }
  const middleboxPort = portOf('--middlebox-port', values['middlebox-port'], portAfter(labsPort, 2))
  if (middleboxPort !== 0 && [port, labsPort, tlsPort].includes(middleboxPort)) {
    throw new TypeError(`--middlebox-port must differ from the other ports: it is ${middleboxPort}, as one of them.`)
  }
  const ports = { port, labsPort, tlsPort, middleboxPort }
  return { help: values.help ?? false, ...ports, ...(values.host && { hosts: values.host }) }
}

function portOf(flag: string, value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (port <= 65_535) return port
  throw new TypeError(`${flag} takes a number from 0 to 65535, not "${value}".`)
}

function fail(sentence: string, exitCode: number): never {
  console.error(sentence)
  process.exit(exitCode)
}

function endWith(server: LabsServer): void {
  const end = () => {
    setTimeout(() => process.exit(0), CLOSE_MS).unref()
    server.close().finally(() => process.exit(0))
  }
  process.once('SIGINT', end).once('SIGTERM', end).once('disconnect', end)
}

async function main(): Promise<void> {
  let options: ReturnType<typeof flags>
  try {
    options = flags()
  } catch (error) {
    return fail(`${(error as Error).message} See --help.`, 2)
  }
  if (options.help) {
    console.log(HELP)
    return
  }
  try {
    const server = await startLabsServer(options)
    endWith(server)
    // One reader's request must not end the lab of a whole class: whatever was overlooked is logged, and the rest goes on.
    process.on('uncaughtException', (error) => log.error(error))
    const tls = server.urls.tls === undefined ? '' : `  tls   ${server.urls.tls}\n`
    console.log(`The Two-Way Web\n  site  ${server.urls.site}\n  labs  ${server.urls.labs}\n${tls}\nCtrl-C ends it.`)
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error
    const flags = {
      [options.port]: '--port',
      [options.labsPort]: '--labs-port',
      [Number(options.tlsPort)]: '--tls-port',
      [options.middleboxPort]: '--middlebox-port',
    }
    const flag = flags[error.port]
    fail(`Port ${error.port} is taken: end what listens there, or choose another with ${flag}.`, 1)
  }
}

await main()
