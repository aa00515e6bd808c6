/**
 * The forever frame: a page in a hidden frame whose response never ends, and which brings each message as a script. It was
 * how servers spoke first before there were streams a script could read ("Comet", 2006). No standard defines it; it
 * works because HTML is read as it comes, and scripts are run as they come (WHATWG HTML, "The script element").
 */
import type { ContentEntry } from '../../layer.ts'
import { PageReader } from './reader.ts'
import { FOREVER_FRAME_VOCABULARY } from './vocabulary.ts'
import { foreverFrameNarrator } from './words.ts'

const MEDIA_TYPE = 'text/html'

export const foreverFrame: ContentEntry = {
  layer: 'forever-frame',
  title: 'Forever frame',
  vocabulary: FOREVER_FRAME_VOCABULARY,
  narrator: foreverFrameNarrator,
  alone: { mediaType: MEDIA_TYPE, names: ['html'] },
  reads: ({ mediaType, codings, direction }) =>
    mediaType === MEDIA_TYPE && codings.length === 0 && direction === 'server-to-client',
  startContent: (content) => new PageReader(content),
}
