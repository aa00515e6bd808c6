/** XMLSocket, by which Flash movies spoke both ways over TCP: ActionScript's reference is all the standard there is. */
import type { DissectorEntry } from '../../layer.ts'
import { XmlSocketConnection } from './connection.ts'
import { XMLSOCKET_VOCABULARY } from './vocabulary.ts'
import { valueSentence, xmlSocketNarrator } from './words.ts'

export const xmlSocket: DissectorEntry = {
  layer: 'xmlsocket',
  title: 'XMLSocket',
  protocols: ['xmlsocket'],
  vocabulary: XMLSOCKET_VOCABULARY,
  narrator: xmlSocketNarrator,
  valueSentence,
  start: (start) => new XmlSocketConnection(start),
}
