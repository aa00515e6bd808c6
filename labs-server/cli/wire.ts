/** The command line twin of the wire view: `wire -- dissect`, `wire -- export`. The only file here with effects on import. */
import { pipeline } from 'node:stream/promises'
import { BadCall } from './bad-call.ts'
import { dissect } from './dissect.ts'
import { exportRun } from './export.ts'

/** Each yields its answer in pieces. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => AsyncIterable<string | Uint8Array>>> = {
  dissect,
  export: exportRun,
  '--help': help,
}

const USAGE = 'wire dissect|export [flag...] FILE; wire --help explains them'

const HELP = `wire dissect [--json] FILE
    The units of every connection in a capture, a line each: pcapng or pcap (with TLS keys inside), HAR, Chromium NetLog, or a
    run saved from a lab. - reads standard input.
wire dissect [--json] [--client-to-server FILE] [--server-to-client FILE]
    The same for the octets of one connection, in a file for each direction.
wire export --format pcapng|har|text|recording [--output FILE] FILE
    Writes a capture in another format, to standard output without --output. Takes files by direction, too.

--protocol NAME   what connections start with that do not say so: http1 without it
--json            one JSON object a line, for other tools

What cannot be read of a file is said on standard error. A call that cannot be followed exits with 2.
`

async function* help(): AsyncIterable<string> {
  yield HELP
}

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    throw new BadCall(name === '' ? `Usage: ${USAGE}.` : `There is no command "${name}". Usage: ${USAGE}.`)
  }
  await pipeline(command(args), process.stdout, { end: false })
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // The reader of our output has seen enough: `wire dissect ... | head`.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return
  if (!(error instanceof BadCall)) throw error
  console.error(error.message)
  process.exitCode = 2
})
