/** A message as the `data` of a Bayeux message (Bayeux 1.0, event message), which is any JSON: text as it is, other octets as base64. */
import type { Message } from './channel.ts'

/** The channel on which the server publishes. */
export const DOWN = '/down'
/** The channel on which the page publishes. */
export const UP = '/up'

export interface BayeuxData {
  /** Counted from 1 in each direction. */
  readonly number: number
  readonly text?: string
  readonly base64?: string
}

export function toData(number: number, message: Message): BayeuxData {
  try {
    return { number, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(message) }
  } catch {
    return { number, base64: message.toBase64() }
  }
}

/** @throws SyntaxError when `data` is nothing that `toData` made. */
export function fromData(data: unknown): { readonly number: number; readonly message: Message } {
  const { number, text, base64 } = (data ?? {}) as Record<keyof BayeuxData, unknown>
  if (typeof number === 'number' && typeof text === 'string') return { number, message: new TextEncoder().encode(text) }
  if (typeof number === 'number' && typeof base64 === 'string')
    return { number, message: Uint8Array.fromBase64(base64) }
  throw new SyntaxError('The data of a message is a number with a text, or with base64.')
}
