/** Server-sent events: an event stream as WHATWG HTML defines it, "Server-sent events". */
import type { ContentEntry } from '../../layer.ts'
import { eventStreamNarrator } from './narration.ts'
import { EventStreamReader } from './reader.ts'
import { valueSentence } from './value-sentences.ts'
import { EVENT_STREAM_VOCABULARY } from './vocabulary.ts'

const MEDIA_TYPE = 'text/event-stream'

export const serverSentEvents: ContentEntry = {
  layer: 'server-sent-events',
  title: 'Server-sent events',
  vocabulary: EVENT_STREAM_VOCABULARY,
  narrator: eventStreamNarrator,
  valueSentence,
  alone: { mediaType: MEDIA_TYPE, names: ['sse', 'event-stream'] },
  reads: ({ mediaType, codings, direction }) =>
    mediaType === MEDIA_TYPE && codings.length === 0 && direction === 'server-to-client',
  startContent: (content) => new EventStreamReader(content),
}
