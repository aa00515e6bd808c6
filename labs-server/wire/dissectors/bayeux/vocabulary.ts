/** The words of Bayeux 1.0; those of JSON as RFC 8259 prints them. */
import type { Vocabulary } from '../../vocabulary.ts'

const FIELDS = 'bayeux#_bayeux_message_fields'
const ADVICE = 'bayeux#_bayeux_advice'
const GRAMMAR = 'rfc8259#section-2'
const OBJECTS = 'rfc8259#section-4'
const ARRAYS = 'rfc8259#section-5'

export const BAYEUX_VOCABULARY = {
  message: {
    title: 'Bayeux message',
    sentence: 'A JSON object with a channel: what is published, delivered, or agreed between client and server.',
    spec: 'bayeux#_bayeux_protocol_elements',
  },

  channel: {
    title: 'Channel',
    sentence:
      'Where the message goes to, or comes from: a name like a path; those below /meta/ are the protocol itself.',
    spec: FIELDS,
  },
  version: { title: 'Version', sentence: 'The version of Bayeux that the sender expects.', spec: FIELDS },
  minimumVersion: { title: 'Lowest version', sentence: 'The oldest version of Bayeux that will do.', spec: FIELDS },
  supportedConnectionTypes: {
    title: 'Connection types',
    sentence: 'The ways to carry messages that the sender knows: long-polling, callback-polling, websocket and others.',
    spec: 'bayeux#_bayeux_supported_connections',
  },
  clientId: {
    title: 'Client ID',
    sentence: 'Who speaks: the server makes it up in the handshake, and whoever knows it can speak in its name.',
    spec: 'bayeux#_bayeux_clientid',
  },
  advice: { title: 'Advice', sentence: 'How the other side is asked to go on.', spec: ADVICE },
  connectionType: {
    title: 'Connection type',
    sentence: 'The way in which the client wants to get messages from now on.',
    spec: FIELDS,
  },
  id: {
    title: 'Message ID',
    sentence: 'A name for this message: the response to it has the same.',
    spec: 'bayeux#_bayeux_id',
  },
  timestamp: { title: 'Timestamp', sentence: 'When the message was made, in GMT.', spec: FIELDS },
  data: { title: 'Data', sentence: 'The event itself: whatever JSON the application likes.', spec: FIELDS },
  successful: { title: 'Successful', sentence: 'Whether what was asked for has been done.', spec: FIELDS },
  subscription: {
    title: 'Subscription',
    sentence: 'The channels that the client wants to hear of, or no longer: names, or patterns that end in /* or /**.',
    spec: FIELDS,
  },
  error: {
    title: 'Error',
    sentence: 'Why it was not done, often as a number, what it is about, and a text.',
    spec: FIELDS,
  },
  ext: { title: 'Extension', sentence: 'What extensions on both sides tell each other.', spec: 'bayeux#_bayeux_ext' },

  reconnect: {
    title: 'Advice: how to connect again',
    sentence: 'What the client should do when a connect request has failed.',
    spec: ADVICE,
  },
  timeout: {
    title: 'Advice: how long to wait',
    sentence: 'How many milliseconds the server holds back its response to a connect request.',
    spec: ADVICE,
  },
  interval: {
    title: 'Advice: pause',
    sentence: 'How many milliseconds at least the client should wait before its next connect request.',
    spec: ADVICE,
  },
  'multiple-clients': {
    title: 'Advice: several clients',
    sentence: 'Whether the server has seen more than one client in the same browser.',
    spec: ADVICE,
  },
  hosts: { title: 'Advice: other hosts', sentence: 'Servers to which the client may turn instead.', spec: ADVICE },

  member: { title: 'Member', sentence: 'A name and a value that Bayeux does not define.', spec: OBJECTS },
  'member-name': { title: 'Name', sentence: 'The name of the member, in quotes.', spec: OBJECTS },
  value: { title: 'Value', sentence: 'A value in JSON.', spec: 'rfc8259#section-3' },
  'further-items': {
    title: 'Further items',
    sentence: 'There are so many that these are not taken apart here.',
    spec: GRAMMAR,
  },
  unread: { title: 'Not read', sentence: 'What follows the last member that could be read.', spec: GRAMMAR },

  'begin-object': { title: 'Start of an object', sentence: 'An opening brace.', spec: OBJECTS, delimiter: true },
  'end-object': { title: 'End of an object', sentence: 'A closing brace.', spec: OBJECTS, delimiter: true },
  'begin-array': { title: 'Start of an array', sentence: 'An opening bracket.', spec: ARRAYS, delimiter: true },
  'end-array': { title: 'End of an array', sentence: 'A closing bracket.', spec: ARRAYS, delimiter: true },
  'name-separator': { title: 'Colon', sentence: 'Separates a name from its value.', spec: OBJECTS, delimiter: true },
  'value-separator': { title: 'Comma', sentence: 'Separates members or elements.', spec: GRAMMAR, delimiter: true },

  kind: {
    title: 'Kind of message',
    sentence: 'What the message is for: its channel and its direction tell.',
    spec: 'bayeux#_bayeux_meta_message',
  },
} satisfies Vocabulary
