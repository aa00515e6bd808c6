/** The opening handshake: RFC 6455 section 4, with RFC 7692 section 7.1 for permessage-deflate. */
import { sha1 } from '@noble/hashes/legacy.js'
import type { Fault } from '../../fault.ts'
import type { FieldMap, HandshakeVerdict } from '../../layer.ts'
import { latin1, octetsOf } from '../../octets.ts'
import { type Extension, PERMESSAGE_DEFLATE, readDeflateParameters, readExtensions } from './extensions.ts'
import { FAULTS, type FaultCode } from './faults.ts'

const KEY = 'sec-websocket-key'
const ACCEPT = 'sec-websocket-accept'
const VERSION = 'sec-websocket-version'
const PROTOCOL = 'sec-websocket-protocol'
const EXTENSIONS = 'sec-websocket-extensions'

// Section 1.3: the server takes the key and "concatenates this with the Globally Unique Identifier".
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

// Section 4.1: "a nonce consisting of a randomly selected 16-byte value that has been base64-encoded". That the last digit has
// two bits to spare is not held against anybody: the RFC's own example has them set.
const KEY_IN_BASE64 = /^[A-Za-z0-9+/]{22}==$/

/** Judges the request; or, if there is one, the response to it. */
export function judgeHandshake(request: FieldMap, response?: FieldMap): HandshakeVerdict {
  return response === undefined ? judgeRequest(request) : judgeResponse(request, response)
}

// Section 4.1, "The requirements for this handshake", 7, 9 and 11.
function judgeRequest(request: FieldMap): HandshakeVerdict {
  const fields = new Map<string, Fault>()
  let missing: FaultCode | undefined
  const version = request.get(VERSION)
  if (version === undefined) missing = 'websocket-version-missing'
  else if (version !== '13') fields.set(VERSION, FAULTS['websocket-version-not-13'])
  const key = request.get(KEY)
  if (key === undefined) missing = 'websocket-key-missing'
  else if (!KEY_IN_BASE64.test(key)) fields.set(KEY, FAULTS['websocket-key-malformed'])
  if (deflateIn(request).some((offer) => readDeflateParameters(offer, true) === undefined)) {
    fields.set(EXTENSIONS, FAULTS['deflate-parameter-invalid'])
  }
  return { fields, ...(missing && { whole: FAULTS[missing] }) }
}

// Section 4.1, what the client must check, and section 4.2.2, what the server must send.
function judgeResponse(request: FieldMap, response: FieldMap): HandshakeVerdict {
  const fields = new Map<string, Fault>()
  const blame = (name: string, code: FaultCode | undefined) => {
    if (code !== undefined) fields.set(name, FAULTS[code])
  }
  const key = request.get(KEY)
  const accept = response.get(ACCEPT)
  const expected = key === undefined ? undefined : acceptKey(key)
  if (accept !== undefined && expected !== undefined && accept !== expected) blame(ACCEPT, 'websocket-accept-wrong')
  blame(EXTENSIONS, extensionsFault(request, response))
  const protocol = response.get(PROTOCOL)
  const offered = (request.get(PROTOCOL) ?? '').split(',').map((name) => name.trim())
  if (protocol !== undefined && !offered.includes(protocol)) blame(PROTOCOL, 'subprotocol-not-offered')
  return {
    fields,
    ...(accept === undefined && { whole: FAULTS['websocket-accept-missing'] }),
    ...(expected !== undefined && {
      computed: [{ kind: 'value', name: 'accept-key', value: expected, spec: 'rfc6455#section-4.2.2' }],
    }),
  }
}

// Section 4.2.2, 5.4: "concatenating this value with the string "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", taking the SHA-1
// hash of this concatenated value to obtain a 20-byte value and base64-encoding this 20-byte hash."
export function acceptKey(key: string): string {
  return btoa(latin1(sha1(octetsOf(key + GUID))))
}

// Section 9.1: "the server MUST NOT accept any extension not requested by the client".
function extensionsFault(request: FieldMap, response: FieldMap): FaultCode | undefined {
  const offered = readExtensions(request.get(EXTENSIONS))
  const agreed = readExtensions(response.get(EXTENSIONS))
  if (agreed.some(({ name }) => !offered.some((offer) => offer.name === name))) return 'extension-not-offered'
  const [deflate] = deflateIn(response)
  return deflate === undefined ? undefined : deflateFault(deflateIn(request), deflate)
}

function deflateIn(fields: FieldMap): readonly Extension[] {
  return readExtensions(fields.get(EXTENSIONS)).filter(({ name }) => name === PERMESSAGE_DEFLATE)
}

/** An offer may come in several versions, of which the response has to keep one. */
function deflateFault(offers: readonly Extension[], response: Extension): FaultCode | undefined {
  if (readDeflateParameters(response, false) === undefined) return 'deflate-parameter-invalid'
  const faults = offers.map((offer) => offerFault(offer, response))
  return faults.includes(undefined) ? undefined : faults[0]
}

function offerFault(offer: Extension, response: Extension): FaultCode | undefined {
  const asked = readDeflateParameters(offer, true)
  const said = readDeflateParameters(response, false)
  if (asked === undefined || said === undefined) return 'deflate-parameter-invalid'
  // Section 7.1.2.2: "If a received extension negotiation offer doesn't have the "client_max_window_bits" extension
  // parameter, the corresponding extension negotiation response to the offer MUST NOT include" it.
  if (asked.clientMaxWindowBits === undefined && said.clientMaxWindowBits !== undefined) {
    return 'deflate-parameter-not-offered'
  }
  // Sections 7.1.1.1 and 7.1.2.1: a server accepts what is asked of it by including it, with the same or a smaller value.
  const takeoverKept = !asked.serverNoContextTakeover || said.serverNoContextTakeover
  const windowKept =
    asked.serverMaxWindowBits === undefined || (said.serverMaxWindowBits ?? 16) <= asked.serverMaxWindowBits
  return takeoverKept && windowKept ? undefined : 'deflate-parameter-not-kept'
}
