/** Bayeux 1.0: messages in JSON, published and subscribed to on channels, over long polling or WebSocket. */
import type { ContentEntry } from '../../layer.ts'
import { BayeuxReader } from './reader.ts'
import { BAYEUX_VOCABULARY } from './vocabulary.ts'
import { bayeuxNarrator, valueSentence } from './words.ts'

/** Content of HTTP, and the text messages of a WebSocket. */
const MEDIA_TYPES = ['application/json', 'text/json', 'websocket-message']

export const bayeux: ContentEntry = {
  layer: 'bayeux',
  title: 'Bayeux',
  vocabulary: BAYEUX_VOCABULARY,
  narrator: bayeuxNarrator,
  valueSentence,
  alone: { mediaType: 'application/json', names: ['cometd'] },
  reads: ({ mediaType, codings }) => MEDIA_TYPES.includes(mediaType) && codings.length === 0,
  startContent: (content) => new BayeuxReader(content),
}
