/** Says what Bayeux messages are, and what their fields mean. */
import type { Narrator } from '../../narration.ts'
import { counted } from '../../number-words.ts'
import type { Part, Pdu } from '../../pdu.ts'

export const bayeuxNarrator: Narrator = { unit: unitWords, spoken: () => undefined }

function unitWords(unit: Pdu): string {
  const [computed] = unit.computed ?? []
  const kind = computed?.kind === 'value' ? String(computed.value) : ''
  const channel = String(unit.value)
  const subscription = fieldOf(unit, 'subscription')
  const outcome = { true: ', successful', false: ', refused' }[String(fieldOf(unit, 'successful'))] ?? ''
  if (channel === '') return 'Message without channel'
  switch (kind) {
    case 'publish request':
      return `Publish on ${channel}`
    case 'publish response':
      return `Publish response for ${channel}${outcome}`
    case 'delivery':
      return `Event on ${channel}`
    case 'other meta message':
      return `Message on ${channel}`
    default: {
      const words = kind.charAt(0).toUpperCase() + kind.slice(1)
      return `${words}${subscription === undefined ? '' : ` for ${subscription}`}${outcome}`
    }
  }
}

function fieldOf(unit: Pdu, name: string): Part['value'] {
  return unit.parts?.find((part) => part.name === name)?.value
}

const CHANNELS: Readonly<Record<string, string>> = {
  '/meta/handshake':
    'Client and server agree here on a version and on ways to carry messages, and the client gets its ID.',
  '/meta/connect':
    'The server holds back its response until there is something to deliver, or the time is up: the long poll.',
  '/meta/subscribe': 'The client asks to hear of a channel.',
  '/meta/unsubscribe': 'The client no longer wants to hear of a channel.',
  '/meta/disconnect': 'The client takes its leave.',
}

const RECONNECT: Readonly<Record<string, string>> = {
  retry: 'retry: connect again after the interval, as the same client.',
  handshake: 'handshake: the server no longer knows this client, so a new handshake is needed.',
  none: 'none: do not try again.',
}

export function valueSentence(part: Part, parent: Part | undefined): string | undefined {
  // The name and the value of a field mean what the field means.
  if (parent !== undefined && (part.name === 'member-name' || part.name === 'value')) {
    return parent.name === 'value' ? undefined : fieldSentence(parent)
  }
  return fieldSentence(part)
}

function fieldSentence({ name, value }: Part): string | undefined {
  switch (name) {
    case 'channel':
      return channelSentence(String(value))
    case 'reconnect':
      return Object.hasOwn(RECONNECT, String(value)) ? RECONNECT[String(value)] : undefined
    case 'timeout':
      return value === 0 ? 'Here it is 0: the server answers at once.' : inSeconds(value)
    case 'interval':
      return typeof value === 'number' && value < 0
        ? 'Below 0: the request should not be made again.'
        : inSeconds(value)
    case 'error':
      return errorSentence(String(value))
    default:
      return undefined
  }
}

function channelSentence(channel: string): string | undefined {
  if (Object.hasOwn(CHANNELS, channel)) return CHANNELS[channel]
  if (channel.startsWith('/service/')) return 'Below /service/: only the server hears it, no other client.'
  return channel.startsWith('/meta/') ? undefined : 'Whoever has subscribed to this channel gets the event.'
}

function inSeconds(value: Part['value']): string | undefined {
  return typeof value === 'number' && value >= 1000 ? `Here it is ${counted(value / 1000, 'second')}.` : undefined
}

// error = error_code ":" error_args ":" error_message | error_code ":" ":" error_message
function errorSentence(error: string): string | undefined {
  const [, code, args, message] = /^(\d{3}):([^:]*):(.*)$/.exec(error) ?? []
  if (code === undefined) return undefined
  return `Error ${code}${args === '' ? '' : `, about ${args?.split(',').join(' and ')}`}: ${message}.`
}
