/** Which protocol a client speaks on the labs' plain port: its first octet tells. */

/** `<`. No method of HTTP begins with it (RFC 9110 section 5.6.2), and every document of XML does. */
const LESS_THAN = 0x3c

/** `xmlsocket`, or undefined for HTTP/1.1, which is also who has to answer whatever is neither. */
export function protocolOf(firstOctet: number | undefined): 'xmlsocket' | undefined {
  return firstOctet === LESS_THAN ? 'xmlsocket' : undefined
}
