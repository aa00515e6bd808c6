/** Content without its content codings: RFC 9110 section 8.4. */
import { contentLength, contentOctets, type HttpMessage } from './http-message.ts'

export interface DecodedContent {
  /** As far as the limit. */
  readonly octets: Uint8Array
  /** How many there are without the limit. */
  readonly size: number
  readonly isCut: boolean
  /** Codings that could not be taken off. */
  readonly left: readonly string[]
}

export function decodedContent(message: HttpMessage, codings: readonly string[], maxOctets: number): DecodedContent {
  const size = contentLength(message.content)
  return { octets: contentOctets(message, maxOctets), size, isCut: size > maxOctets, left: codings }
}
