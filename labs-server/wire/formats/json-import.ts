/** What reads one format of JSON, element by element as the file comes. */
import type { Capture } from './capture.ts'
import type { JsonEnd } from './json-reader.ts'

export interface JsonImport {
  /** One element of an array of `path`, counted from 0; of any type, for the file is somebody else's. */
  element(path: string, value: unknown, index: number): void
  /** @throws UnreadableFile when the file lacks what its kind cannot do without. */
  end(end: JsonEnd): Capture
}
