/** The words of HTTP/2: a row for every name in `names.ts`, or it does not compile. */
import type { Explanation } from '../../vocabulary.ts'
import { type Http2Name, SPECS } from './names.ts'

type Row = Omit<Explanation, 'spec'>

const ROWS: Readonly<Record<Http2Name, Row>> = {
  'connection-preface': {
    title: 'Connection preface',
    sentence:
      'The first 24 octets of the client, the same on every connection: they look like a request of HTTP/1.1 that a server without HTTP/2 refuses.',
  },
  DATA: {
    title: 'DATA',
    sentence:
      'Carries a piece of the content of a request or a response; only these frames are subject to flow control.',
  },
  HEADERS: {
    title: 'HEADERS',
    sentence:
      'Opens a stream or answers on it, and carries field lines, compressed: those of a request, of a response or of a trailer section.',
  },
  PRIORITY: {
    title: 'PRIORITY',
    sentence: 'Says how a stream ranks among others; the scheme is deprecated, and recipients may ignore it.',
  },
  RST_STREAM: {
    title: 'RST_STREAM',
    sentence:
      'Ends one stream at once, because of an error or because nobody wants it any more; the connection goes on.',
  },
  SETTINGS: {
    title: 'SETTINGS',
    sentence: 'Says what its sender is prepared to receive; the other end acknowledges it with an empty one.',
  },
  PUSH_PROMISE: {
    title: 'PUSH_PROMISE',
    sentence: 'Announces that the server will answer, on a stream of its own, a request which the client has not made.',
  },
  PING: {
    title: 'PING',
    sentence:
      'Asks for an immediate answer with the same eight octets: it measures a round trip and shows that the other end is there.',
  },
  GOAWAY: {
    title: 'GOAWAY',
    sentence:
      'Announces the end of the connection and says which streams will still be served, so that others can be tried again elsewhere.',
  },
  WINDOW_UPDATE: {
    title: 'WINDOW_UPDATE',
    sentence: 'Allows the other end to send so many more octets of DATA, on one stream or on the whole connection.',
  },
  CONTINUATION: {
    title: 'CONTINUATION',
    sentence: 'Carries the rest of a field block that is too long for one frame; nothing else may come in between.',
  },
  ALTSVC: {
    title: 'ALTSVC',
    sentence: 'Says where else, and in which protocol, the same site can be reached.',
  },
  ORIGIN: { title: 'ORIGIN', sentence: 'Lists the origins for which this connection may be used.' },
  PRIORITY_UPDATE: {
    title: 'PRIORITY_UPDATE',
    sentence: 'Says anew how urgent the response on a stream is, and whether it is useful in pieces.',
  },
  'extension-frame': {
    title: 'Frame of another type',
    sentence: 'A frame whose type is not known here; recipients that do not know it ignore it.',
  },
  frame: {
    title: 'Start of a frame',
    sentence:
      'The first of the nine octets that every frame starts with; what kind of frame it is comes with the rest.',
  },
  unreadable: {
    title: 'Not readable',
    sentence: 'From its first octet on, this is no HTTP/2, and nothing tells where a frame might start.',
  },

  length: { title: 'Length', sentence: 'How many octets follow the nine of the frame header, in 24 bits.' },
  type: { title: 'Type', sentence: 'What kind of frame it is, and so how its payload is read.' },
  flags: { title: 'Flags', sentence: 'Eight bits that mean something different for each type of frame.' },
  'stream-identifier': {
    title: 'Stream identifier',
    sentence:
      'Which stream the frame belongs to, in 31 bits: odd ones the client opens, even ones the server; 0 is the connection itself.',
  },

  payload: {
    title: 'Payload',
    sentence: 'What the frame carries; its type does not tell, or its length does not allow, to say more.',
  },
  'pad-length': { title: 'Pad length', sentence: 'How many octets of padding stand at the end of the frame.' },
  padding: {
    title: 'Padding',
    sentence:
      'Zeros that hide how long the content is; they mean nothing else, and in DATA they count in flow control.',
  },
  data: { title: 'Data', sentence: 'A piece of the content, octet for octet; where it is cut means nothing.' },
  exclusive: {
    title: 'Exclusive',
    sentence:
      'One bit: whether the stream becomes the only one that depends on the other. It shares its octet with the stream dependency.',
  },
  'stream-dependency': { title: 'Stream dependency', sentence: 'The stream that this one ranks below.' },
  weight: {
    title: 'Weight',
    sentence:
      'The share of the stream among those that depend on the same one, from 1 to 256; the octet holds one less.',
  },
  'error-code': { title: 'Error code', sentence: 'Why the stream or the connection ends, in 32 bits.' },
  setting: { title: 'Setting', sentence: 'One parameter of its sender: which one, and its value.' },
  'setting-identifier': {
    title: 'Identifier of the setting',
    sentence: 'Which setting it is; recipients ignore those they do not know.',
  },
  'setting-value': { title: 'Value of the setting', sentence: 'What the setting is from now on, in 32 bits.' },
  'promised-stream-id': {
    title: 'Promised stream',
    sentence: 'The stream on which the server will answer the request that it made up.',
  },
  'opaque-data': {
    title: 'Opaque data',
    sentence: 'Eight octets, whatever the sender likes, which the answer repeats.',
  },
  'last-stream-id': {
    title: 'Last stream',
    sentence: 'The highest stream that the sender has done, or may still do, something about.',
  },
  'debug-data': { title: 'Debug data', sentence: 'Further words for people who look for the reason.' },
  'window-size-increment': {
    title: 'Increment',
    sentence: 'How many octets of DATA the other end may send in addition.',
  },
  'origin-length': { title: 'Length of the origin', sentence: 'How many octets the origin behind it has.' },
  origin: { title: 'Origin', sentence: 'The site that the frame is about.' },
  'alt-svc-field-value': { title: 'Alternative', sentence: 'Protocol, place and lifetime, as in the Alt-Svc field.' },
  'origin-entry': { title: 'Entry', sentence: 'One origin, with its length before it.' },
  'ascii-origin': { title: 'Origin', sentence: 'Scheme, host and port of an origin that this connection may serve.' },
  'prioritized-stream-id': { title: 'Prioritized stream', sentence: 'The stream whose response is ranked.' },
  'priority-field-value': {
    title: 'Priority',
    sentence: 'Urgency and whether pieces are useful, as in the Priority field.',
  },

  'field-block-fragment': {
    title: 'Field block fragment',
    sentence:
      'Field lines as HPACK compresses them, or a piece of them: each is an index, a literal, or a bit of both.',
  },
  'field-line': {
    title: 'Field line',
    sentence: 'A name and a value, in whatever few octets HPACK needed for them; both ends keep the same tables.',
  },
  indexed: {
    title: 'Indexed field line',
    sentence: 'Starts with the bit 1: name and value both stand in a table, and only the index is sent.',
  },
  'literal-with-incremental-indexing': {
    title: 'Literal, to be indexed',
    sentence:
      'Starts with the bits 01: the value follows, and the line is added to the dynamic table for next time; an index of 0 means that the name follows too.',
  },
  'literal-without-indexing': {
    title: 'Literal, not indexed',
    sentence:
      'Starts with the bits 0000: the value follows, and no table changes; an index of 0 means that the name follows too.',
  },
  'literal-never-indexed': {
    title: 'Literal, never indexed',
    sentence:
      'Starts with the bits 0001: like one that is not indexed, but nobody who passes it on may index it either, because it is secret.',
  },
  'dynamic-table-size-update': {
    title: 'Size of the dynamic table',
    sentence: 'Starts with the bits 001: the most that the dynamic table may hold from now on, in octets.',
  },
  huffman: {
    title: 'Huffman bit',
    sentence: 'Whether the string is in the Huffman code; it is the first bit of the octet that starts the length.',
  },
  'string-length': { title: 'Length of the string', sentence: 'How many octets the string takes as it stands.' },
  'field-name': {
    title: 'Field name',
    sentence:
      'Which field this is, always in lower case; those that start with a colon stand for the first line of HTTP/1.1.',
  },
  'field-value': { title: 'Field value', sentence: 'What the field says.' },
  undecodable: {
    title: 'Not decodable',
    sentence:
      'From here on the field block cannot be read: so the dynamic table is not known any more, nor anything that refers to it.',
  },

  'stream-state': {
    title: 'State of the stream, for the client',
    sentence: 'How the stream stands before and after this frame, as the client sees it: local is the client.',
  },
  'client-connection-window': {
    title: 'What the client may still send, connection',
    sentence: 'How many octets of DATA the client may still send on all streams together.',
  },
  'client-stream-window': {
    title: 'What the client may still send, stream',
    sentence: 'How many octets of DATA the client may still send on this stream.',
  },
  'server-connection-window': {
    title: 'What the server may still send, connection',
    sentence: 'How many octets of DATA the server may still send on all streams together.',
  },
  'server-stream-window': {
    title: 'What the server may still send, stream',
    sentence: 'How many octets of DATA the server may still send on this stream.',
  },
  'settings-announced': {
    title: 'Settings announced',
    sentence:
      'What the sender of this frame is prepared to receive; it binds the other end once that has acknowledged it.',
  },
  'settings-in-force': {
    title: 'Settings in force',
    sentence: 'What the other end had announced, and what the sender of this frame keeps to from now on.',
  },
  'dynamic-table-before': {
    title: 'Dynamic table before',
    sentence:
      'The field lines that could be named by an index when the frame came, the newest first; left out where the frame changes nothing.',
  },
  'dynamic-table-after': {
    title: 'Dynamic table after',
    sentence: 'The field lines that can be named by an index after the frame, the newest first.',
  },
  'dynamic-table-size': {
    title: 'Size of the dynamic table',
    sentence: 'The octets of all names and values in it, and 32 more for each entry.',
  },
  'dynamic-table-maximum-size': {
    title: 'Most that the dynamic table may hold',
    sentence: 'What the size of the dynamic table may be at most: the oldest entries leave when there is no room.',
  },
  'octets-as-text': {
    title: 'As text',
    sentence:
      'How many octets the same field lines would take in HTTP/1.1, the pseudo-header fields as its first line and Host.',
  },
  'octets-saved': {
    title: 'Octets saved',
    sentence: 'How many octets fewer HPACK needed for these field lines than HTTP/1.1 would.',
  },
  'huffman-codes': {
    title: 'Huffman codes',
    sentence: 'The strings that are in the Huffman code, with the bits of each octet: what is frequent has few bits.',
  },
  'not-decoded': {
    title: 'Not decoded',
    sentence: 'The field block refers to a table that is not known any more, so its field lines are not shown.',
  },
}

export const HTTP2_VOCABULARY = Object.fromEntries(
  Object.entries(ROWS).map(([name, row]): [string, Explanation] => [name, { ...row, spec: SPECS[name as Http2Name] }]),
) as Readonly<Record<Http2Name, Explanation>>
