/** Every way in which octets can break WebSocket that we tell: RFC 6455, and RFC 7692 where messages are compressed. */
import { faultTable } from '../../fault-table.ts'

export const FAULTS = faultTable({
  // Frames
  'reserved-bit-set': ['rfc6455#section-5.2', '0 in a reserved bit to which no extension agreed on gives a meaning'],
  'opcode-reserved': ['rfc6455#section-5.2', 'opcode 0, 1, 2, 8, 9 or 10: the others are reserved'],
  'client-frame-not-masked': ['rfc6455#section-5.1', 'a frame that the client has masked'],
  'server-frame-masked': ['rfc6455#section-5.1', 'a frame that the server has not masked'],
  'payload-length-not-minimal': ['rfc6455#section-5.2', 'the payload length in as few octets as it needs'],
  'payload-length-most-significant-bit': ['rfc6455#section-5.2', '0 in the most significant bit of the 64-bit length'],
  'payload-length-too-large': ['rfc6455#section-10.4', 'a payload length that can be counted: at most 2^53 - 1'],
  'frame-incomplete': ['rfc6455#section-5.2', 'the rest of the frame before the connection ends'],

  // Control frames
  'control-frame-fragmented': ['rfc6455#section-5.5', 'a control frame in one piece, with fin set'],
  'control-frame-too-long': ['rfc6455#section-5.5', 'at most 125 octets of payload in a control frame'],
  'close-body-one-octet': [
    'rfc6455#section-5.5.1',
    'no body in a Close frame, or one that starts with a code of 2 octets',
  ],
  'close-code-invalid': ['rfc6455#section-7.4.2', 'a close code that is defined, or from 3000 to 4999'],
  'close-code-not-to-be-sent': [
    'rfc6455#section-7.4.1',
    'a close code that may be sent: this one is for applications only',
  ],
  'close-reason-not-utf-8': ['rfc6455#section-5.5.1', 'a reason in UTF-8'],
  'data-after-close': ['rfc6455#section-5.5.1', 'no data frame after a Close frame'],
  'close-frame-missing': ['rfc6455#section-5.5.1', 'a Close frame before the connection ends'],

  // Messages
  'continuation-without-beginning': ['rfc6455#section-5.4', 'a text or binary frame before its continuation'],
  'message-not-finished': ['rfc6455#section-5.4', 'a continuation, because the message before has not ended'],
  'message-incomplete': ['rfc6455#section-5.4', 'a last frame of the message, with fin set'],
  'text-not-utf-8': ['rfc6455#section-8.1', 'text in UTF-8'],

  // permessage-deflate
  'control-frame-compressed': ['rfc7692#section-6', 'no control frame marked as compressed'],
  'continuation-compressed': ['rfc7692#section-6', 'compression to be told in the first frame of a message only'],
  'compressed-message-incomplete': ['rfc7692#section-7.2.1', 'compressed data that end where a block would'],

  // Opening handshake
  'websocket-key-missing': ['rfc6455#section-4.1', 'a Sec-WebSocket-Key field'],
  'websocket-key-malformed': ['rfc6455#section-4.1', '16 octets in Base64'],
  'websocket-version-missing': ['rfc6455#section-4.1', 'a Sec-WebSocket-Version field'],
  'websocket-version-not-13': ['rfc6455#section-4.1', 'version 13'],
  'websocket-accept-missing': ['rfc6455#section-4.2.2', 'a Sec-WebSocket-Accept field'],
  'websocket-accept-wrong': ['rfc6455#section-4.2.2', 'the accept key that follows from Sec-WebSocket-Key'],
  'extension-not-offered': ['rfc6455#section-9.1', 'only extensions that the client offered'],
  'subprotocol-not-offered': ['rfc6455#section-4.2.2', 'one of the subprotocols that the client offered'],
  'deflate-parameter-invalid': [
    'rfc7692#section-7.1',
    'parameters of permessage-deflate with values they can have, each once',
  ],
  'deflate-parameter-not-offered': [
    'rfc7692#section-7.1.2.2',
    'client_max_window_bits only where the client offered it',
  ],
  'deflate-parameter-not-kept': ['rfc7692#section-7.1', 'what the client asked of the server to be promised'],
})

export type FaultCode = keyof typeof FAULTS
