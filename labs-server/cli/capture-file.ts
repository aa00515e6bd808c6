/** A file that holds a run, from the command line: a capture of any format that is read, or standard input. */
import { createReadStream } from 'node:fs'
import { type Capture, UnreadableFile } from '#wire/formats/capture.ts'
import { openFile } from '#wire/formats/open-file.ts'
import { visibleText } from '#wire/formats/visible-text.ts'
import { BadCall } from './bad-call.ts'

/**
 * What could not be read of it goes to standard error, a line for each sentence.
 *
 * @throws BadCall for a file that cannot be read, or is none of what is.
 */
export async function captureIn(file: string): Promise<Capture> {
  try {
    const capture = await openFile(file === '-' ? process.stdin : createReadStream(file))
    for (const problem of capture.problems) console.error(visibleText(problem))
    return capture
  } catch (error) {
    if (error instanceof UnreadableFile) throw new BadCall(`${nameOf(file)}: ${visibleText(error.message)}`)
    if (error instanceof Error && 'code' in error)
      throw new BadCall(`Failed to read ${nameOf(file)}: ${error.message}.`)
    throw error
  }
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file
}
