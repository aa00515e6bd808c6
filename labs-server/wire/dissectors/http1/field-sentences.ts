/** What common fields are for, and what some of their values mean: RFC 9110, RFC 9111, RFC 9112, WHATWG Fetch and others. */

const FIELDS: Readonly<Record<string, string>> = {
  // Connection and framing
  host: 'Host says which site is meant, because one server and one address may serve many.',
  connection: 'Connection holds options for this one connection, which no proxy passes on.',
  'keep-alive':
    'Keep-Alive says how long, in seconds, the sender means to keep the idle connection; some browsers ignore it.',
  'content-length': 'Content-Length says how many octets the content has, in decimal.',
  'transfer-encoding': 'Transfer-Encoding says how the content is wrapped up on this connection.',
  te: 'TE says which transfer codings, and whether trailers, the client understands.',
  trailer: 'Trailer announces the names of fields that follow after the content.',
  upgrade:
    'Upgrade names protocols to go over to on this connection: in a request those that are wanted, in a 101 response the one that follows.',
  expect: 'Expect asks the server to agree, by a 100 response, before the content is sent.',
  via: 'Via lists the proxies and gateways that the message has passed.',

  // About the content
  'content-type': 'Content-Type says what kind of content it is.',
  'content-encoding': 'Content-Encoding says how the content itself is compressed.',
  'content-language': 'Content-Language says for readers of which language the content is.',
  'content-range': 'Content-Range says which part of the whole this content is.',
  'accept-ranges': 'Accept-Ranges says whether parts of the content can be asked for.',
  'last-modified': 'Last-Modified says when the content last changed.',
  etag: 'ETag names this version of the content, so that a client can ask later whether it has changed.',
  date: 'Date says when the message was made, by the clock of its sender.',
  age: 'Age says for how many seconds a cache has held this response.',

  // About the client
  'user-agent': 'User-Agent names the client program.',
  accept: 'Accept says which kinds of content the client would like.',
  'accept-encoding': 'Accept-Encoding says which compressions the client understands.',
  'accept-language': 'Accept-Language says which languages the user prefers.',
  'accept-charset': 'Accept-Charset said which character encodings the client prefers; it is no longer used.',
  referer: 'Referer says from which page the request came; the misspelling is as old as HTTP.',
  origin:
    'Origin says which origin the asking script belongs to; the server decides by it whether to share the answer.',
  cookie: 'Cookie hands back what the server had stored in the browser.',
  authorization: 'Authorization carries the credentials of the client.',
  range: 'Range asks for a part of the content.',
  dnt: 'DNT said that the user does not want to be tracked; it is no longer standardized.',
  priority: 'Priority says how urgent the response is, and whether it is useful in pieces.',
  'upgrade-insecure-requests': 'Upgrade-Insecure-Requests says that the browser would rather load the page over TLS.',
  'if-none-match': 'If-None-Match asks for the content only if its ETag is a different one by now.',
  'if-modified-since': 'If-Modified-Since asks for the content only if it changed after this date.',
  'sec-fetch-site': 'Sec-Fetch-Site says how the page that asks and the target are related.',
  'sec-fetch-mode': 'Sec-Fetch-Mode says how the browser asks: for a page, from a script, across origins.',
  'sec-fetch-dest': 'Sec-Fetch-Dest says what the browser will use the answer for.',
  'sec-fetch-user': 'Sec-Fetch-User says that a person, not a script, set off the request.',
  'sec-fetch-storage-access': 'Sec-Fetch-Storage-Access says whether the request may use cookies across sites.',
  'sec-ch-ua': 'Sec-CH-UA names the browser, with made-up brands mixed in so that nobody relies on a fixed list.',
  'sec-ch-ua-mobile': 'Sec-CH-UA-Mobile says whether the browser runs on a phone: ?1 for yes, ?0 for no.',
  'sec-ch-ua-platform': 'Sec-CH-UA-Platform names the operating system.',
  'last-event-id':
    'Last-Event-ID says which server-sent event the browser saw last, so that the server can go on from there.',

  // About the response
  server: 'Server names the program that answers.',
  'x-powered-by': 'X-Powered-By names the framework that answers; nothing needs it, and many leave it out.',
  location: 'Location says where to go instead, or where the new resource is.',
  allow: 'Allow lists the methods that the resource supports.',
  'retry-after': 'Retry-After says how long to wait before the next attempt.',
  'set-cookie': 'Set-Cookie asks the browser to store something and hand it back with later requests.',
  'cache-control': 'Cache-Control says who may store the response, and for how long.',
  expires: 'Expires says until when a stored copy is good; Cache-Control goes before it.',
  pragma: 'Pragma: no-cache did for HTTP/1.0 what Cache-Control: no-cache does.',
  vary: 'Vary says which fields of the request the answer depends on.',
  'www-authenticate': 'WWW-Authenticate says which credentials are wanted.',
  'alt-svc': 'Alt-Svc says where else, and in which protocol, the same site answers.',
  'timing-allow-origin': 'Timing-Allow-Origin says which origins may see how long the request took.',
  'x-accel-buffering': 'X-Accel-Buffering: no asks nginx to pass the response on at once instead of collecting it.',

  // Sharing and safety
  'access-control-allow-origin':
    'Access-Control-Allow-Origin says which origins may read the response; * means every one.',
  'access-control-allow-methods': 'Access-Control-Allow-Methods says which methods another origin may use.',
  'access-control-allow-headers': 'Access-Control-Allow-Headers says which fields another origin may send.',
  'access-control-expose-headers':
    'Access-Control-Expose-Headers says which fields a script of another origin may read.',
  'access-control-max-age': 'Access-Control-Max-Age says for how many seconds the browser need not ask again.',
  'access-control-request-method': 'Access-Control-Request-Method asks beforehand whether this method will be allowed.',
  'access-control-request-headers':
    'Access-Control-Request-Headers asks beforehand whether these fields will be allowed.',
  'content-security-policy': 'Content-Security-Policy says what the page may load and run.',
  'strict-transport-security': 'Strict-Transport-Security tells the browser to come back over TLS only.',
  'x-content-type-options':
    'X-Content-Type-Options: nosniff tells the browser to believe Content-Type instead of guessing.',
  'cross-origin-resource-policy': 'Cross-Origin-Resource-Policy says which sites may load the resource.',
  'cross-origin-opener-policy': 'Cross-Origin-Opener-Policy separates the page from those that opened it.',
  'referrer-policy': 'Referrer-Policy says how much the browser tells in Referer.',

  // WebSocket
  'sec-websocket-key':
    'Sec-WebSocket-Key is a random number; the server proves with it that it understood the handshake.',
  'sec-websocket-accept':
    'Sec-WebSocket-Accept is computed from the key of the request and a fixed text, and from nothing else.',
  'sec-websocket-version': 'Sec-WebSocket-Version is the version of the WebSocket protocol: 13.',
  'sec-websocket-protocol': 'Sec-WebSocket-Protocol names what both ends will speak inside the WebSocket.',
  'sec-websocket-extensions': 'Sec-WebSocket-Extensions names additions to the framing, most often compression.',
}

/** What the field is for; undefined for one that is not in the list. */
export function fieldSentence(name: string): string | undefined {
  const key = name.toLowerCase()
  return Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined
}

const CONNECTION_OPTIONS: Readonly<Record<string, string>> = {
  close: 'close: the connection ends after this exchange.',
  'keep-alive':
    'keep-alive: the sender means to keep the connection; in HTTP/1.1 that is the rule even without saying so.',
  upgrade: 'upgrade: the Upgrade field beside it is meant for this connection.',
}

/** What this very value says; undefined where the field's own sentence is all there is to tell. */
export function fieldValueSentence(name: string, value: string): string | undefined {
  switch (name.toLowerCase()) {
    case 'connection': {
      const said = value
        .split(',')
        .map((option) => option.trim().toLowerCase())
        .filter((option) => Object.hasOwn(CONNECTION_OPTIONS, option))
        .map((option) => CONNECTION_OPTIONS[option])
      return said.length > 0 ? said.join(' ') : undefined
    }
    case 'transfer-encoding':
      return /(^|,)\s*chunked\s*$/i.test(value)
        ? 'chunked: the content comes in chunks, each with its size before it, and ends with a chunk of size 0.'
        : undefined
    case 'content-length':
      return /^\d+$/.test(value) ? `Here: ${value} ${value === '1' ? 'octet' : 'octets'}.` : undefined
    case 'expect':
      return value.toLowerCase() === '100-continue' ? '100-continue: the client waits with the content.' : undefined
    case 'upgrade':
      return value.toLowerCase() === 'websocket' ? 'websocket: WebSocket, once both ends agree.' : undefined
    case 'cache-control':
      return /(^|[ ,])no-store([ ,]|$)/i.test(value) ? 'no-store: nobody may keep a copy.' : undefined
    case 'content-type':
      return value.toLowerCase().startsWith('text/event-stream') ? 'text/event-stream: server-sent events.' : undefined
    default:
      return undefined
  }
}
