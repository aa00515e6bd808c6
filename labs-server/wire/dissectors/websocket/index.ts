/** WebSocket (RFC 6455), with permessage-deflate (RFC 7692): frames, and the messages in them. */
import type { DissectorEntry, LayerWords } from '../../layer.ts'
import { WebSocketConnection } from './connection.ts'
import { judgeHandshake } from './handshake.ts'
import { frameNarrator, messageNarrator } from './narration.ts'
import { valueSentence } from './value-sentences.ts'
import { MESSAGE_VOCABULARY, WEBSOCKET_VOCABULARY } from './vocabulary.ts'

export const webSocket: DissectorEntry = {
  layer: 'websocket',
  title: 'WebSocket',
  protocols: ['websocket'],
  vocabulary: WEBSOCKET_VOCABULARY,
  narrator: frameNarrator,
  valueSentence,
  judgeHandshake,
  start: (start) => new WebSocketConnection(start),
}

/** What the frames put together; the dissector of frames yields these units too. */
export const webSocketMessage: LayerWords = {
  layer: 'websocket-message',
  title: 'WebSocket message',
  vocabulary: MESSAGE_VOCABULARY,
  narrator: messageNarrator,
}
