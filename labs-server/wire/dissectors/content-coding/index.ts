/** Content codings of HTTP that can be taken off: gzip and deflate (RFC 9110 section 8.4.1). */
import type { ContentEntry } from '../../layer.ts'
import { codingNarrator } from './narration.ts'
import { CodingReader } from './reader.ts'
import { valueSentence } from './value-sentences.ts'
import { DEFLATE_VOCABULARY, GZIP_VOCABULARY } from './vocabulary.ts'

/** Reads the outermost coding only: what it decodes is content again, with the codings that are left. */
export const gzip: ContentEntry = {
  layer: 'gzip',
  title: 'gzip',
  vocabulary: GZIP_VOCABULARY,
  narrator: codingNarrator,
  valueSentence,
  // RFC 9110 section 8.4.1.3: "A recipient SHOULD consider "x-gzip" to be equivalent to "gzip"."
  reads: ({ codings }) => codings.at(-1) === 'gzip' || codings.at(-1) === 'x-gzip',
  startContent: (content, room) => new CodingReader(content, room),
}

export const deflate: ContentEntry = {
  ...gzip,
  layer: 'deflate',
  title: 'deflate',
  vocabulary: DEFLATE_VOCABULARY,
  reads: ({ codings }) => codings.at(-1) === 'deflate',
}
