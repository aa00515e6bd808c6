/** What Sec-WebSocket-Extensions offers or agrees on: RFC 6455 section 9.1, and permessage-deflate, RFC 7692 section 7.1. */

export interface Extension {
  /** Names in lower case, as they are registered. */
  readonly name: string
  /** In order; a name may come twice, which is an error. */
  readonly parameters: readonly (readonly [name: string, value: string | undefined])[]
}

// Sec-WebSocket-Extensions = extension-list
// extension-list  = 1#extension
// extension       = extension-token *( ";" extension-param )
// extension-param = token [ "=" (token | quoted-string) ]
// "the value after quoted-string unescaping MUST conform to the 'token' ABNF", so no comma or semicolon is quoted.
export function readExtensions(value = ''): readonly Extension[] {
  return value
    .split(',')
    .map((text) => text.split(';').map((piece) => piece.trim()))
    .filter(([name]) => name !== '')
    .map(([name = '', ...parameters]) => ({
      name: name.toLowerCase(),
      parameters: parameters
        .filter((parameter) => parameter !== '')
        .map((parameter): readonly [string, string | undefined] => {
          const equals = parameter.indexOf('=')
          if (equals === -1) return [parameter.toLowerCase(), undefined]
          const text = parameter.slice(equals + 1).trim()
          return [
            parameter.slice(0, equals).trim().toLowerCase(),
            text.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1'),
          ]
        }),
    }))
}

export const PERMESSAGE_DEFLATE = 'permessage-deflate'

/** What permessage-deflate says; where it says nothing, RFC 7692's defaults. */
export interface DeflateParameters {
  readonly serverNoContextTakeover: boolean
  readonly clientNoContextTakeover: boolean
  /** Undefined where it is not said, which means 15; `true` for client_max_window_bits without a value, in an offer. */
  readonly serverMaxWindowBits: number | undefined
  readonly clientMaxWindowBits: number | true | undefined
}

/** The parameters; undefined when one is unknown, comes twice, or has a value it cannot have. */
export function readDeflateParameters({ parameters }: Extension, isOffer: boolean): DeflateParameters | undefined {
  const values = new Map(parameters)
  if (values.size < parameters.length) return undefined
  let serverMaxWindowBits: number | undefined
  let clientMaxWindowBits: number | true | undefined
  for (const [name, value] of values) {
    switch (name) {
      case 'server_no_context_takeover':
      case 'client_no_context_takeover':
        if (value !== undefined) return undefined
        break
      case 'server_max_window_bits':
        serverMaxWindowBits = windowBits(value)
        if (serverMaxWindowBits === undefined) return undefined
        break
      case 'client_max_window_bits':
        // Section 7.1.2.2: only in an offer it may stand without a value.
        clientMaxWindowBits = value === undefined && isOffer ? true : windowBits(value)
        if (clientMaxWindowBits === undefined) return undefined
        break
      default:
        return undefined
    }
  }
  return {
    serverNoContextTakeover: values.has('server_no_context_takeover'),
    clientNoContextTakeover: values.has('client_no_context_takeover'),
    serverMaxWindowBits,
    clientMaxWindowBits,
  }
}

// Section 7.1.2.1: "a decimal integer value without leading zeroes between 8 to 15, inclusive"
function windowBits(value: string | undefined): number | undefined {
  return value !== undefined && /^([89]|1[0-5])$/.test(value) ? Number(value) : undefined
}
