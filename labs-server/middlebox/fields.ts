/** Fields that end at each hop, and what an intermediary adds (RFC 9110 sections 7.6.1 and 7.6.3). */

/** Names and values in turn, as they stood on the wire. */
export type Fields = readonly string[]

/** RFC 9110 section 7.6.1: to be removed, whether or not Connection lists them; and Trailer, which goes with the coding. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade']

/** Every value that fields of this name have. */
export function valuesOf(fields: Fields, name: string): readonly string[] {
  return fields.filter((_, place) => place % 2 === 1 && fields[place - 1]?.toLowerCase() === name)
}

/** The fields without those of these names, in lower case. */
export function without(fields: Fields, names: readonly string[]): Fields {
  return fields.filter((_, place) => !names.includes((fields[place - (place % 2)] as string).toLowerCase()))
}

/** The fields that go on to the next hop: without those that are for this connection, and those that Connection lists. */
export function endToEnd(fields: Fields): Fields {
  const listed = valuesOf(fields, 'connection').flatMap((value) => value.toLowerCase().split(/[\s,]+/))
  return without(fields, [...HOP_BY_HOP, ...listed])
}

/** RFC 9110 section 7.6.3: the version that was received, and who passed the message on. */
export function withVia(fields: Fields, receivedVersion: string): Fields {
  return [...fields, 'Via', `${receivedVersion} two-way-web`]
}
