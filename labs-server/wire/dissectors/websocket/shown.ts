/** How much of what can be long is shown. */
import { utf8 } from '../../utf8.ts'

/** Octets of a payload or a message that a value or a computed text holds at most. */
export const MAX_SHOWN_OCTETS = 16_384
/** Octets of text that a row shows. */
export const MAX_ROW_OCTETS = 120

/** The text of up to `max` of these octets; an ellipsis at its end says that there is more. */
export function shownText(octets: Uint8Array, length: number, max = MAX_SHOWN_OCTETS): string {
  if (length <= max) return utf8(octets.subarray(0, length))
  // A character that the limit cuts is left out.
  return `${new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets.subarray(0, max), { stream: true })}…`
}
