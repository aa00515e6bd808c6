/** What a connection speaks, told by its first octets: for captures, which do not say. */
import { latin1 } from '../octets.ts'

/** More of a direction is not looked at. */
export const MAX_FIRST_OCTETS = 1024

/** The TLS record type `handshake` and the major version of every TLS so far (RFC 8446 section 5.1). */
const HANDSHAKE = 0x16
const TLS_MAJOR = 3
/** Handshake types (RFC 8446 section 4). */
const CLIENT_HELLO = 1
const SERVER_HELLO = 2

/** The policy exchange of XMLSocket: the one thing such a client says first. */
const POLICY_REQUEST = '<policy-file-request/>\0'

/** Methods are case-sensitive tokens (RFC 9110 section 9.1); what people type by hand is HTTP too, and shown with its faults. */
const REQUEST_LINE = /^(?:\r?\n)*[!#$%&'*+.^_`|~\w-]+ \S*(?: HTTP\/|$)/
const KNOWN_METHOD = /^(?:\r?\n)*(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI)(?: |$)/

/**
 * The layer to start with, from the first octets of both directions (at most `MAX_FIRST_OCTETS` of each count): undefined
 * for HTTP/1.1, which is what connections start with when nothing is told, and which hands HTTP/2 and WebSocket over by itself.
 */
export function protocolOf(client: Uint8Array, server: Uint8Array): string | undefined {
  const asked = latin1(client.subarray(0, MAX_FIRST_OCTETS))
  if (asked.startsWith(POLICY_REQUEST)) return 'xmlsocket'
  if (isTls(client)) return 'octets'
  if (asked === '' && server.length === 0) return undefined
  return isRequest(client) || isResponse(server) ? undefined : 'octets'
}

/** Whether a peer starts with a TLS handshake record. */
export function isTls(octets: Uint8Array): boolean {
  return octets[0] === HANDSHAKE && octets[1] === TLS_MAJOR
}

/** Which end would send such octets first; undefined when they do not tell. */
export function senderOf(octets: Uint8Array): 'client' | 'server' | undefined {
  if (isTls(octets)) {
    if (octets[5] === CLIENT_HELLO) return 'client'
    return octets[5] === SERVER_HELLO ? 'server' : undefined
  }
  if (isResponse(octets)) return 'server'
  return isRequest(octets) || latin1(octets.subarray(0, POLICY_REQUEST.length)) === POLICY_REQUEST
    ? 'client'
    : undefined
}

function isRequest(octets: Uint8Array): boolean {
  const text = latin1(octets.subarray(0, MAX_FIRST_OCTETS))
  return KNOWN_METHOD.test(text) || (text !== '' && REQUEST_LINE.test(text))
}

function isResponse(octets: Uint8Array): boolean {
  return latin1(octets.subarray(0, 5)) === 'HTTP/'
}
