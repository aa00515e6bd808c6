/** Every way in which messages can break Bayeux 1.0 that we tell. */
import { faultTable } from '../../fault-table.ts'

const ELEMENTS = 'bayeux#_bayeux_protocol_elements'
const FIELDS = 'bayeux#_bayeux_message_fields'
const HANDSHAKE = 'bayeux#_bayeux_meta_handshake'

export const FAULTS = faultTable({
  // JSON
  'json-malformed': ['rfc8259#section-2', 'a message in JSON'],
  'message-cut-short': [ELEMENTS, 'the rest of the message before the content ends'],

  // Channels
  'channel-missing': [FIELDS, 'a channel field: no message goes without'],
  'channel-repeated': [ELEMENTS, 'one and only one channel field'],
  'channel-malformed': [
    ELEMENTS,
    'a channel name: segments of letters, digits and -_!~()$@, each with a slash before it',
  ],
  'channel-pattern-not-allowed': [ELEMENTS, 'the name of one channel: patterns are for subscriptions'],
  'subscription-malformed': [ELEMENTS, 'channel names, or patterns which end in /* or /**'],

  // Fields that a message must have
  'version-missing': [HANDSHAKE, 'a version field in a handshake'],
  'supported-connection-types-missing': [HANDSHAKE, 'a supportedConnectionTypes field in a handshake'],
  'client-id-missing': ['bayeux#_bayeux_clientid', 'a clientId field'],
  'connection-type-missing': ['bayeux#_bayeux_meta_connect', 'a connectionType field in a request to connect'],
  'subscription-missing': ['bayeux#_bayeux_meta_subscribe', 'a subscription field that says to what'],
  'successful-missing': [FIELDS, 'a successful field in a response'],
  'error-missing': [HANDSHAKE, 'an error field in a handshake that failed'],
  'data-missing': ['bayeux#_bayeux_event_message', 'a data field in an event'],

  // What fields may say
  'version-malformed': [ELEMENTS, 'a version: an integer, then elements of letters and digits behind points'],
  'client-id-malformed': [ELEMENTS, 'a client ID of letters and digits'],
  'successful-not-boolean': [FIELDS, 'true or false'],
  'reconnect-unknown': ['bayeux#_bayeux_advice', 'the advice "retry", "handshake" or "none"'],
})

export type FaultCode = keyof typeof FAULTS
