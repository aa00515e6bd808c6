/** The command line twin of the wire view: `wire -- dissect`. The only file here with effects on import. */
import { pipeline } from 'node:stream/promises'
import { BadCall } from './bad-call.ts'
import { dissect } from './dissect.ts'

/** Each yields the lines of its answer. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => AsyncIterable<string>>> = { dissect }

const USAGE =
  'wire dissect [--json] [--protocol NAME] [--client-to-server FILE] [--server-to-client FILE]   (- reads standard input)'

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) {
    throw new BadCall(name === '' ? `Usage: ${USAGE}` : `There is no command "${name}". Usage: ${USAGE}`)
  }
  await pipeline(lines(command(args)), process.stdout, { end: false })
}

async function* lines(texts: AsyncIterable<string>): AsyncIterable<string> {
  for await (const text of texts) yield `${text}\n`
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // The reader of our output has seen enough: `wire dissect ... | head`.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return
  if (!(error instanceof BadCall)) throw error
  console.error(error.message)
  process.exitCode = 2
})
