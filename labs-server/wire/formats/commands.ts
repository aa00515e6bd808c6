/** Commands that make a request again: `curl`, and `nc` or `openssl` with every octet written out. For a POSIX shell. */
import type { Exchange } from '../exchanges.ts'
import { contentOctets, fieldValue, type MessageField, type RequestMessage, requestOf, textIn } from './http-message.ts'
import { isToken } from './rebuilt-octets.ts'
import { type Address, addressOf, urlOf } from './request-url.ts'
import { isPasteable, printfFormat, quoted, word } from './shell.ts'

/** A command line with more octets than this is nobody's to paste. */
export const MAX_COMMAND_OCTETS = 16_384

/** What a client says by itself, of itself or of its page, and what belongs to the connection: a server answers without. */
const CLIENTS_OWN =
  /^(?:host|connection|keep-alive|content-length|user-agent|accept-language|accept-encoding|referer|pragma|cache-control|upgrade-insecure-requests|priority|dnt|te|sec-(?!websocket-).*)$/

const UPGRADE = /^(?:connection|upgrade|sec-websocket-.*)$/

/** curl speaks other schemes too (`file:`, `gopher:`), and a request of HTTP may name any. */
const HTTP_URL = /^https?:\/\/[!-~]+$/i

/** A name of the DNS, whose last label is no number (RFC 3696 section 2). */
const HOST_NAME = /^(?!-)(?:[\w-]+\.)*[A-Za-z][\w-]*$/

/** What could be a name or an address; a dash in front would begin an option of `nc`. */
const HOST = /^[\w.:%][\w.:%-]*$/

/**
 * The `curl` command for an exchange; undefined when its request was not seen, or would not be the same by curl: a tunnel (and
 * so a WebSocket in a stream of HTTP/2, RFC 8441), a URL that is none of HTTP, or content that is too long for a command line.
 * `-N` shows the content as it arrives, `-v` the header sections, and `-k` takes the certificate of a server that `isOurs`
 * although no authority vouches for it.
 */
export function curlCommand(exchange: Exchange, isOurs = false): string | undefined {
  const request = requestOf(exchange)
  if (request === undefined || request.method === 'CONNECT' || !isToken(request.method)) return undefined
  const body = contentOctets(request, MAX_COMMAND_OCTETS + 1)
  if (body.length > MAX_COMMAND_OCTETS) return undefined
  const url = urlOf(request, exchange.connection)
  if (!HTTP_URL.test(url)) return undefined
  const text = pasteableText(body)
  const trust = isOurs && url.startsWith('https:') ? ['-k'] : []
  const words = ['curl', '-N', '-v', ...trust, ...versionFlags(request, url), ...methodFlags(request, body)]
  for (const { name, value } of fieldsToSend(request))
    words.push('-H', word(value === '' ? `${name};` : `${name}: ${value}`))
  if (body.length > 0) {
    // Without a type of its own, curl would call it a form.
    if (fieldValue(request, 'content-type') === undefined) words.push('-H', 'Content-Type:')
    words.push(...(text === undefined ? ['--data-binary', '@-'] : ['--data-raw', quoted(text)]))
  }
  if (/[[\]{}]/.test(url)) words.push('-g')
  if (/\/\.\.?(?:[/?]|$)/.test(url)) words.push('--path-as-is')
  if (request.target === '*') words.push('--request-target', quoted('*'))
  words.push(quoted(url))
  const command = words.join(' ')
  return text === undefined ? `printf ${printfFormat(body)} | ${command}` : command
}

/** A command that sends the very octets of a request, and the program that does. */
export interface OctetsCommand {
  readonly by: 'nc' | 'openssl'
  readonly command: string
}

/**
 * The octets of a request of HTTP/1.1 as they were, sent by `nc`, or by `openssl` where they were inside TLS; undefined for
 * HTTP/2, which no one types, and for those too long for a command line.
 */
export function octetsCommand({ connection, request }: Exchange): OctetsCommand | undefined {
  const own = request.filter(({ unit }) => unit.layer === 'http1')
  const [head] = own
  if (head === undefined) return undefined
  const message = requestOf({ request: own })
  const url = message && urlOf(message, connection)
  const named = addressOf(authorityOf(url))
  const server = addressOf(connection.server) ?? named
  if (message === undefined || server === undefined || !HOST.test(server.host)) return undefined
  const ranges = own.flatMap(({ unit }) => unit.ranges)
  const octets = connection.streams['client-to-server'].slice({
    start: ranges[0]?.start ?? 0,
    end: ranges.at(-1)?.end ?? 0,
  })
  if (octets.length > MAX_COMMAND_OCTETS) return undefined
  const print = `printf ${printfFormat(octets)}`
  if (!url?.startsWith('https:')) return { by: 'nc', command: `${print} | nc ${word(server.host)} ${server.port}` }
  return { by: 'openssl', command: `${print} | ${secureClient(server, named?.host)}` }
}

/** `-quiet` sends nothing but those octets, and waits for the answer when they have ended; `-alpn` keeps HTTP/2 away. */
function secureClient({ host, port }: Address, name: string | undefined): string {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  const words = ['openssl', 's_client', '-quiet', '-alpn', 'http/1.1', '-connect', word(address)]
  // RFC 6066 section 3: the name that the server is asked for. Addresses are none, and where it is the host's, openssl says it.
  if (name !== undefined && name !== host && HOST_NAME.test(name)) words.push('-servername', name)
  return words.join(' ')
}

/** Content as text, where a terminal takes what is pasted as it is. */
function pasteableText(octets: Uint8Array): string | undefined {
  const text = textIn(octets)
  return text !== undefined && isPasteable(text) ? text : undefined
}

function versionFlags({ version }: RequestMessage, url: string): readonly string[] {
  switch (version) {
    case 'HTTP/1.0':
      return ['--http1.0']
    case 'HTTP/2.0':
      return [url.startsWith('https:') ? '--http2' : '--http2-prior-knowledge']
    default:
      return url.startsWith('https:') ? ['--http1.1'] : []
  }
}

function methodFlags({ method }: RequestMessage, body: Uint8Array): readonly string[] {
  if (method === 'HEAD' && body.length === 0) return ['--head']
  return method === (body.length > 0 ? 'POST' : 'GET') ? [] : ['-X', word(method)]
}

function fieldsToSend(request: RequestMessage): readonly MessageField[] {
  const isUpgrade = fieldValue(request, 'upgrade') !== undefined
  return request.fields.filter(({ name, value }) => {
    const lower = name.toLowerCase()
    if (isUpgrade && UPGRADE.test(lower)) return true
    if (lower === 'connection') return value.toLowerCase() === 'close'
    if (lower === 'accept' && value === '*/*') return false
    // A shell has characters, and octets beyond ASCII may be none. A name with "@" in front would be a file to curl.
    return !CLIENTS_OWN.test(lower) && isToken(name) && /^[ -~]*$/.test(value)
  })
}

/** With its port: that of its scheme where it has none. */
function authorityOf(url: string | undefined): string | undefined {
  const [, scheme, authority] = /^(\w+):\/\/([^/?#]+)/.exec(url ?? '') ?? []
  if (authority === undefined || /:\d+$/.test(authority)) return authority
  return `${authority}:${scheme === 'https' ? 443 : 80}`
}
