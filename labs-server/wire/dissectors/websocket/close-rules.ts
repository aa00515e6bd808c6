/** What must hold for the body of a Close frame: RFC 6455 sections 5.5.1 and 7.4. */
import { isUtf8 } from '../../utf8.ts'
import { closeCodeFault } from './close-codes.ts'
import { FAULTS } from './faults.ts'
import type { FrameFaults } from './frame.ts'

/** `body` is not masked any more. */
export function closeFaults(body: Uint8Array): FrameFaults {
  const [high, low] = body
  if (high === undefined) return {}
  // "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer".
  if (low === undefined) return { 'payload-data': FAULTS['close-body-one-octet'] }
  const faults: FrameFaults = {}
  const code = closeCodeFault(high * 256 + low)
  if (code !== undefined) faults['close-code'] = FAULTS[code]
  // "the body MAY contain UTF-8-encoded data with value /reason/".
  if (!isUtf8(body.subarray(2))) faults['close-reason'] = FAULTS['close-reason-not-utf-8']
  return faults
}
