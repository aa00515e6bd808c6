/** The words of a command line, read into flags and files. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { BadCall } from './bad-call.ts'

/**
 * The flags, and the one file that may stand among them.
 *
 * @throws BadCall for a flag that there is not, one without its value, or a second file.
 */
export function flagsAndFile<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  const { values, positionals } = parsed(args, options)
  if (positionals.length > 1) throw new BadCall(`One file at a time: there is no place for "${positionals[1]}".`)
  return { values, file: positionals[0] }
}

function parsed<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new BadCall((error as Error).message)
  }
}
