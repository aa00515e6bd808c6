/** Base64 (RFC 4648 section 4), in which JSON formats hold octets that are not text. */
import { latin1, octetsOf } from '../octets.ts'

export function base64(octets: Uint8Array): string {
  return btoa(latin1(octets))
}

/** The octets that `text` stands for; undefined when it is not Base64. White space in it is passed over. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return octetsOf(atob(text))
  } catch {
    return undefined
  }
}
