/** Every way in which octets can break HTTP/2 that we tell: RFC 9113, with HPACK (RFC 7541) and extended CONNECT (RFC 8441). */
import type { Fault } from '../../fault.ts'
import type { SpecRef } from '../../spec-ref.ts'

/** Code, section, and the end of the sentence "expected ...". */
const TABLE = {
  // The start and the end of the connection
  'preface-missing': ['rfc9113#section-3.4', 'the connection preface of the client, "PRI * HTTP/2.0" and so on'],
  'preface-incomplete': ['rfc9113#section-3.4', 'the rest of the preface before the connection ends'],
  'settings-missing': ['rfc9113#section-3.4', 'a SETTINGS frame as the first frame'],
  'frame-incomplete': ['rfc9113#section-4.1', 'the rest of the frame before the connection ends'],

  // Any frame
  'frame-too-large': [
    'rfc9113#section-4.2',
    'a length within SETTINGS_MAX_FRAME_SIZE of the receiver, 16,384 octets unless it allowed more (FRAME_SIZE_ERROR)',
  ],
  'frame-length': ['rfc9113#section-4.2', 'a length as this type of frame needs it (FRAME_SIZE_ERROR)'],
  'flags-undefined': ['rfc9113#section-4.1', 'flags that this type of frame does not define to be unset'],
  'reserved-bit-set': ['rfc9113#section-4.1', 'the reserved bit to be unset'],
  'stream-zero': ['rfc9113#section-6', 'a stream: this type of frame is never about the whole connection'],
  'stream-not-zero': ['rfc9113#section-6', 'stream 0: this type of frame is about the whole connection'],
  'padding-too-long': ['rfc9113#section-6.1', 'padding that is shorter than the payload (PROTOCOL_ERROR)'],
  'padding-not-zero': ['rfc9113#section-6.1', 'padding of zeros only'],
  'continuation-expected': [
    'rfc9113#section-6.10',
    'CONTINUATION on the same stream, as the field block is not complete',
  ],
  'continuation-unexpected': [
    'rfc9113#section-6.10',
    'HEADERS, PUSH_PROMISE or CONTINUATION without END_HEADERS before it',
  ],

  // Streams
  'stream-id-parity': ['rfc9113#section-5.1.1', 'odd stream identifiers from clients, even ones from servers'],
  'stream-id-not-increasing': ['rfc9113#section-5.1.1', 'a new stream to have a higher identifier than all before it'],
  'stream-idle': ['rfc9113#section-5.1', 'a stream that has been opened'],
  'stream-closed': ['rfc9113#section-5.1', 'nothing more on a stream that its sender has ended (STREAM_CLOSED)'],
  'too-many-streams': [
    'rfc9113#section-5.1.2',
    'no more open streams than SETTINGS_MAX_CONCURRENT_STREAMS of the server',
  ],
  'stream-depends-on-itself': ['rfc7540#section-5.3.1', 'a stream that depends on another one'],
  'push-from-client': ['rfc9113#section-6.6', 'PUSH_PROMISE from servers only'],
  'push-disabled': ['rfc9113#section-6.6', 'no PUSH_PROMISE, as the client has set SETTINGS_ENABLE_PUSH to 0'],
  'last-stream-id-increased': ['rfc9113#section-6.8', 'no higher last stream identifier than in the GOAWAY before'],

  // Flow control
  'flow-control-exceeded': [
    'rfc9113#section-6.9.1',
    'no more octets than the flow-control window allows (FLOW_CONTROL_ERROR)',
  ],
  'window-overflow': ['rfc9113#section-6.9.1', 'a window of at most 2,147,483,647 octets (FLOW_CONTROL_ERROR)'],
  'window-increment-zero': ['rfc9113#section-6.9', 'an increment of at least 1 (PROTOCOL_ERROR)'],

  // Settings
  'settings-ack-payload': ['rfc9113#section-6.5', 'an empty payload beside the ACK flag (FRAME_SIZE_ERROR)'],
  'settings-ack-unasked': ['rfc9113#section-6.5.3', 'a SETTINGS frame that this acknowledges'],
  'setting-not-boolean': ['rfc9113#section-6.5.2', 'the value 0 or 1 (PROTOCOL_ERROR)'],
  'setting-push-from-server': ['rfc9113#section-6.5.2', 'servers to leave SETTINGS_ENABLE_PUSH out, or at 0'],
  'setting-window-too-large': ['rfc9113#section-6.5.2', 'a value of at most 2,147,483,647 (FLOW_CONTROL_ERROR)'],
  'setting-frame-size': ['rfc9113#section-6.5.2', 'a value from 16,384 to 16,777,215 (PROTOCOL_ERROR)'],
  'setting-connect-protocol-withdrawn': ['rfc8441#section-3', 'SETTINGS_ENABLE_CONNECT_PROTOCOL to stay 1 once it was'],

  // HPACK
  'integer-too-large': ['rfc7541#section-5.1', 'an integer within 32 bits and six octets (COMPRESSION_ERROR)'],
  'index-zero': ['rfc7541#section-6.1', 'an index above 0 (COMPRESSION_ERROR)'],
  'index-out-of-range': ['rfc7541#section-2.3.3', 'the index of an entry that is in a table (COMPRESSION_ERROR)'],
  'huffman-eos': ['rfc7541#section-5.2', 'no end-of-string symbol within a string (COMPRESSION_ERROR)'],
  'huffman-padding-too-long': [
    'rfc7541#section-5.2',
    'at most 7 bits of padding behind the last code (COMPRESSION_ERROR)',
  ],
  'huffman-padding-not-ones': ['rfc7541#section-5.2', 'padding of ones only (COMPRESSION_ERROR)'],
  'field-block-truncated': [
    'rfc9113#section-4.3',
    'the rest of the instruction within the field block (COMPRESSION_ERROR)',
  ],
  'field-block-too-large': ['rfc9113#section-10.5.1', 'a field block within 262,144 octets'],
  'field-lines-too-large': ['rfc9113#section-10.5.1', 'field lines within 262,144 octets: those behind are not listed'],
  'table-size-too-large': [
    'rfc7541#section-6.3',
    'a table within SETTINGS_HEADER_TABLE_SIZE of the receiver (COMPRESSION_ERROR)',
  ],
  'table-size-update-late': [
    'rfc7541#section-4.2',
    'a size update before the first field line only (COMPRESSION_ERROR)',
  ],
  'table-size-update-missing': [
    'rfc9113#section-4.3.1',
    'a size update first, as the receiver has reduced the table (COMPRESSION_ERROR)',
  ],

  // Messages
  'field-name-uppercase': ['rfc9113#section-8.2.1', 'a field name in lower case'],
  'field-name-character': [
    'rfc9113#section-8.2.1',
    'a field name without controls, spaces, colons or octets above 126',
  ],
  'field-value-character': ['rfc9113#section-8.2.1', 'a field value without NUL, CR or LF'],
  'field-value-whitespace': ['rfc9113#section-8.2.1', 'a field value without whitespace at its ends'],
  'field-connection-specific': ['rfc9113#section-8.2.2', 'no field that is about a connection of HTTP/1.1'],
  'te-not-trailers': ['rfc9113#section-8.2.2', 'nothing but "trailers" in TE'],
  'pseudo-header-late': ['rfc9113#section-8.3', 'pseudo-header fields before all others'],
  'pseudo-header-repeated': ['rfc9113#section-8.3', 'each pseudo-header field once'],
  'pseudo-header-undefined': [
    'rfc9113#section-8.3',
    'only pseudo-header fields that are defined for this kind of message',
  ],
  'pseudo-header-in-trailers': ['rfc9113#section-8.1', 'no pseudo-header fields in a trailer section'],
  'pseudo-header-missing': ['rfc9113#section-8.3.1', ':method, :scheme and :path in a request; :status in a response'],
  'pseudo-header-with-connect': [
    'rfc9113#section-8.5',
    'no :scheme and no :path beside the method CONNECT, and :authority',
  ],
  'method-malformed': ['rfc9113#section-8.3.1', 'a method made of letters, digits and a few signs'],
  'path-malformed': ['rfc9113#section-8.3.1', 'a path that starts with "/", or "*" for OPTIONS'],
  'status-malformed': ['rfc9113#section-8.3.2', 'a status code of three digits, from 100 to 599'],
  'status-switching-protocols': ['rfc9113#section-8.6', 'no 101 (Switching Protocols): HTTP/2 does not have it'],
  'host-differs': ['rfc9113#section-8.3.1', 'Host to say the same as :authority'],
  'content-length-malformed': ['rfc9110#section-8.6', 'one Content-Length of decimal digits only'],
  'content-length-mismatch': ['rfc9113#section-8.1.1', 'as many octets of DATA as Content-Length says'],
  'data-before-headers': ['rfc9113#section-8.1', 'HEADERS of a message before its DATA'],
  'trailers-without-end-stream': ['rfc9113#section-8.1', 'END_STREAM on a HEADERS frame that starts a trailer section'],
  'interim-ends-stream': ['rfc9113#section-8.1', 'a final response before the stream ends'],
  'connect-protocol-not-enabled': [
    'rfc8441#section-3',
    'SETTINGS_ENABLE_CONNECT_PROTOCOL of 1 from the server before :protocol',
  ],
  'connect-protocol-without-connect': ['rfc8441#section-4', 'the method CONNECT beside :protocol'],
} as const satisfies Record<string, readonly [spec: SpecRef, expected: string]>

export type FaultCode = keyof typeof TABLE

/** All faults by code: one object each, shared by every part that has it. */
export const FAULTS = Object.fromEntries(
  Object.entries(TABLE).map(([code, [spec, expected]]): [string, Fault] => [code, { code, spec, expected }]),
) as Readonly<Record<FaultCode, Fault>>
