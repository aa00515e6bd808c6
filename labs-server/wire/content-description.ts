/** What a message's fields say of its content: RFC 9110 sections 8.3 (Content-Type) and 8.4 (Content-Encoding). */

export interface ContentDescription {
  /** Type and subtype in lower case; empty when the message does not say. */
  readonly mediaType: string
  /** Names in lower case; the first of a name counts. */
  readonly parameters: ReadonlyMap<string, string>
  /** In lower case, in the order in which they were applied; `identity` is none. */
  readonly codings: readonly string[]
}

// parameters = *( OWS ";" OWS [ parameter-name "=" ( token / quoted-string ) ] )
const PARAMETER = /[ \t]*;[ \t]*(?:([!#$%&'*+.^_`|~\w-]+)=(?:([!#$%&'*+.^_`|~\w-]+)|"((?:[^"\\]|\\.)*)"))?/gy

/** `contentEncoding` holds all values of the field joined by commas. Never fails: what is malformed says nothing. */
export function describeContent(contentType = '', contentEncoding = ''): ContentDescription {
  const mediaType = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
  const parameters = new Map<string, string>()
  const semicolon = contentType.indexOf(';')
  if (semicolon >= 0) {
    for (const [, name, token, quoted] of contentType.slice(semicolon).matchAll(PARAMETER)) {
      const key = name?.toLowerCase()
      if (key !== undefined && !parameters.has(key)) parameters.set(key, token ?? quoted?.replace(/\\(.)/g, '$1') ?? '')
    }
  }
  const codings = contentEncoding
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  return { mediaType, parameters, codings }
}
