/**
 * Messages where only text may pass. Octets that are UTF-8 text become a JSON string (RFC 8259 section 7), which has no line
 * break and no control character in it; all others become base64 (RFC 4648 section 4), which has no quotation mark.
 */
import type { Message } from './channel.ts'

/** One line of text for any octets. */
export function toText(message: Message): string {
  try {
    const json = JSON.stringify(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(message))
    if (json.length <= 2 * message.length + 2) return json // More only for controls, of which each would be six: `\u0000`.
  } catch {} // Octets that are no text.
  return message.toBase64()
}

/**
 * The octets of a line that `toText` wrote.
 *
 * @throws SyntaxError when it is neither a JSON string nor base64.
 */
export function fromText(text: string): Message {
  if (!text.startsWith('"')) return Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' })
  const content: unknown = JSON.parse(text)
  if (typeof content !== 'string') throw new SyntaxError('A message is one JSON string.')
  return new TextEncoder().encode(content)
}
