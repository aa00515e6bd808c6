/** Alerts: RFC 8446 section 6, RFC 5246 section 7.2. */
import type { Sender } from './sender.ts'

const CLOSE_NOTIFY = 0
const USER_CANCELED = 90
const NO_RENEGOTIATION = 100
const UNRECOGNIZED_NAME = 112

/** `AlertDescription`, with those of TLS 1.2 that TLS 1.3 has given up. */
const NAMES: Readonly<Record<number, string>> = {
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
}

/** How a direction ended: `close_notify`, or an error with the sentence that tells it. */
export interface AlertedEnd {
  readonly problem: string | undefined
}

const FATAL = 2

/** What an alert ends; undefined when the connection goes on. */
export function endBy(alert: Uint8Array, sender: Sender): AlertedEnd | undefined {
  const [level, description] = alert
  // Alerts are two octets; what is longer is protected, and no one who reads this has its key.
  if (alert.length !== 2 || description === undefined) return undefined
  if (description === CLOSE_NOTIFY) return { problem: undefined }
  // RFC 8446 section 6: "The severity is implicit in the type of alert being sent". These are the ones behind which a
  // connection goes on: the first in TLS 1.3 too, the others as warnings of TLS 1.2.
  if (level !== FATAL && [USER_CANCELED, NO_RENEGOTIATION, UNRECOGNIZED_NAME].includes(description)) return undefined
  const name = NAMES[description]
  return {
    problem: `The ${sender} broke the TLS connection off with alert ${description}${name === undefined ? '' : `, ${name}`}.`,
  }
}
