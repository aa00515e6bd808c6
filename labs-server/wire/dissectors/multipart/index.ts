/** Multipart content: RFC 2046 section 5.1; multipart/x-mixed-replace, by which a server replaces what it sent before. */
import type { ContentEntry } from '../../layer.ts'
import { MultipartReader } from './reader.ts'
import { MULTIPART_VOCABULARY } from './vocabulary.ts'
import { multipartNarrator, valueSentence } from './words.ts'

export const multipart: ContentEntry = {
  layer: 'multipart',
  title: 'Multipart',
  vocabulary: MULTIPART_VOCABULARY,
  narrator: multipartNarrator,
  valueSentence,
  reads: ({ mediaType, codings }) => mediaType.startsWith('multipart/') && codings.length === 0,
  startContent: (content) => new MultipartReader(content),
}
