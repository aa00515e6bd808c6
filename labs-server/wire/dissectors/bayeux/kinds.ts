/** The kinds of messages, and which fields each must have: Bayeux 1.0, "Meta Message" and "Event Message Field Definitions". */
import type { Direction } from '../../pdu.ts'
import type { FaultCode } from './faults.ts'

/** The fields that tell what a message is: those of the top level, by name. */
export type Fields = ReadonlyMap<string, string | number | boolean>

export type MessageKind =
  | `${'handshake' | 'connect' | 'disconnect' | 'subscribe' | 'unsubscribe'} ${'request' | 'response'}`
  | 'publish request'
  | 'publish response'
  | 'delivery'
  | 'other meta message'

const META = '/meta/'
const META_KINDS = ['handshake', 'connect', 'disconnect', 'subscribe', 'unsubscribe'] as const

export function kindOf(direction: Direction, fields: Fields): MessageKind {
  const channel = String(fields.get('channel'))
  if (channel.startsWith(META)) {
    const kind = META_KINDS.find((each) => each === channel.slice(META.length))
    if (kind === undefined) return 'other meta message'
    return `${kind} ${direction === 'client-to-server' ? 'request' : 'response'}`
  }
  if (direction === 'client-to-server') return 'publish request'
  return fields.has('successful') && !fields.has('data') ? 'publish response' : 'delivery'
}

/** A field and the fault that its absence is. */
type Required = readonly (readonly [field: string, code: FaultCode])[]

const CLIENT_ID = ['clientId', 'client-id-missing'] as const
const SUCCESSFUL = ['successful', 'successful-missing'] as const
const SUBSCRIPTION = ['subscription', 'subscription-missing'] as const
const NEGOTIATED = [
  ['version', 'version-missing'],
  ['supportedConnectionTypes', 'supported-connection-types-missing'],
] as const

const REQUIRED: Readonly<Record<MessageKind, Required>> = {
  'handshake request': NEGOTIATED,
  'handshake response': [SUCCESSFUL],
  'connect request': [CLIENT_ID, ['connectionType', 'connection-type-missing']],
  'connect response': [SUCCESSFUL],
  'disconnect request': [CLIENT_ID],
  'disconnect response': [SUCCESSFUL],
  'subscribe request': [CLIENT_ID, SUBSCRIPTION],
  'subscribe response': [SUCCESSFUL, SUBSCRIPTION],
  'unsubscribe request': [CLIENT_ID, SUBSCRIPTION],
  'unsubscribe response': [SUCCESSFUL, SUBSCRIPTION],
  // "The clientId message field [...] MAY be omitted in a publish message".
  'publish request': [['data', 'data-missing']],
  'publish response': [SUCCESSFUL],
  delivery: [['data', 'data-missing']],
  'other meta message': [],
}

/** The first field that a message of this kind must have and has not. */
export function missingField(kind: MessageKind, fields: Fields): FaultCode | undefined {
  return requiredFields(kind, fields).find(([field]) => !fields.has(field))?.[1]
}

function requiredFields(kind: MessageKind, fields: Fields): Required {
  if (kind !== 'handshake response' || !fields.has('successful')) return REQUIRED[kind]
  // A successful handshake response tells the client who it is; an unsuccessful one says why.
  return fields.get('successful') === true ? [...NEGOTIATED, CLIENT_ID] : [['error', 'error-missing']]
}
