/** What the two sides say in the clear, and what they agree on: RFC 8446 sections 4.1 to 4.3, RFC 5246 section 7.4.1. */
import { bytesToHex } from '@noble/hashes/utils.js'
import { latin1 } from '../../octets.ts'

/** `ExtensionType`, RFC 8446 section 4.2. */
const SERVER_NAME = 0
const APPLICATION_LAYER_PROTOCOL_NEGOTIATION = 16
const EARLY_DATA = 42
const SUPPORTED_VERSIONS = 43

const RANDOM_OCTETS = 32

export interface ClientHello {
  readonly random: Uint8Array
  /** The host that the client asks for, RFC 6066 section 3. */
  readonly serverName: string | undefined
  /** It sends early data right behind, RFC 8446 section 4.2.10. */
  readonly offersEarlyData: boolean
}

export interface ServerHello {
  readonly random: Uint8Array
  /** `ProtocolVersion`: 0x0304 is TLS 1.3, 0x0303 TLS 1.2. */
  readonly version: number
  readonly cipherSuite: number
  readonly isCompressed: boolean
  /** The protocol chosen by ALPN, RFC 7301; TLS 1.3 says it in EncryptedExtensions. */
  readonly protocol: string | undefined
  /** A HelloRetryRequest, which has the form of a ServerHello. */
  readonly isRetry: boolean
}

export interface EncryptedExtensions {
  readonly protocol: string | undefined
  readonly acceptsEarlyData: boolean
}

/** Reads a ClientHello behind its header; undefined when its octets are not one. */
export function readClientHello(body: Uint8Array): ClientHello | undefined {
  const fields = new Fields(body)
  fields.take(2) // legacy_version
  const random = fields.take(RANDOM_OCTETS)
  fields.vector(1) // legacy_session_id
  fields.vector(2) // cipher_suites
  fields.vector(1) // legacy_compression_methods
  const extensions = extensionsOf(fields)
  return fields.areShort
    ? undefined
    : { random, serverName: serverNameIn(extensions.get(SERVER_NAME)), offersEarlyData: extensions.has(EARLY_DATA) }
}

// RFC 8446 section 4.1.3: a HelloRetryRequest is a ServerHello "with Random set to the special value of the SHA-256 of
// "HelloRetryRequest"".
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c'

/** Reads a ServerHello behind its header; undefined when its octets are not one. */
export function readServerHello(body: Uint8Array): ServerHello | undefined {
  const fields = new Fields(body)
  const legacyVersion = fields.number(2)
  const random = fields.take(RANDOM_OCTETS)
  fields.vector(1) // legacy_session_id_echo
  const cipherSuite = fields.number(2)
  const isCompressed = fields.number(1) !== 0
  const extensions = extensionsOf(fields)
  // RFC 8446 section 4.2.1: "If this extension is present, clients MUST ignore the ServerHello.legacy_version value".
  const version = extensions.get(SUPPORTED_VERSIONS)?.number(2) ?? legacyVersion
  if (fields.areShort) return undefined
  const protocol = protocolIn(extensions.get(APPLICATION_LAYER_PROTOCOL_NEGOTIATION))
  return { random, version, cipherSuite, isCompressed, protocol, isRetry: bytesToHex(random) === RETRY_RANDOM }
}

/** Reads EncryptedExtensions behind their header. */
export function readEncryptedExtensions(body: Uint8Array): EncryptedExtensions {
  const extensions = extensionsOf(new Fields(body))
  return {
    protocol: protocolIn(extensions.get(APPLICATION_LAYER_PROTOCOL_NEGOTIATION)),
    acceptsEarlyData: extensions.has(EARLY_DATA),
  }
}

/** `Extension extensions<0..2^16-1>`; TLS 1.2 may leave out even their length. */
function extensionsOf(fields: Fields): Map<number, Fields> {
  const extensions = new Map<number, Fields>()
  if (fields.left === 0) return extensions
  const list = fields.vector(2)
  while (list.left > 0) {
    const type = list.number(2)
    extensions.set(type, list.vector(2))
  }
  return extensions
}

/** `ServerNameList`: of names of type `host_name` (0), of which there may be one. */
function serverNameIn(extension: Fields | undefined): string | undefined {
  const list = extension?.vector(2)
  return list !== undefined && list.number(1) === 0 ? textOf(list.vector(2)) : undefined
}

/** `ProtocolNameList`: in what a server says, "exactly one". */
function protocolIn(extension: Fields | undefined): string | undefined {
  return extension && textOf(extension.vector(2).vector(1))
}

function textOf(fields: Fields): string | undefined {
  return fields.left === 0 ? undefined : latin1(fields.take(fields.left))
}

/** Reads numbers and vectors one after another, RFC 8446 section 3. Beyond the end it reads zeros, and says so. */
class Fields {
  readonly #octets: Uint8Array
  #at = 0
  #areShort = false

  constructor(octets: Uint8Array) {
    this.#octets = octets
  }

  get left(): number {
    return this.#octets.length - this.#at
  }

  /** Whether more was asked for than is there. */
  get areShort(): boolean {
    return this.#areShort
  }

  take(length: number): Uint8Array {
    this.#areShort ||= length > this.left
    const taken = this.#octets.subarray(this.#at, this.#at + length)
    this.#at += taken.length
    return taken
  }

  /** An unsigned integer of `octets` octets. */
  number(octets: number): number {
    return this.take(octets).reduce((number, octet) => number * 256 + octet, 0)
  }

  /** What a length of `octets` octets stands in front of. */
  vector(octets: number): Fields {
    return new Fields(this.take(this.number(octets)))
  }
}
