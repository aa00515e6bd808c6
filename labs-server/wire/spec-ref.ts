/** A reference to the section of a standard that names or rules a part. */

/** What is specified outside of the RFCs and of the WHATWG: its title, and the page that holds its sections. */
const OTHERS = {
  bayeux: { title: 'Bayeux 1.0', page: 'https://docs.cometd.org/current/reference/' },
  beacon: { title: 'W3C Beacon', page: 'https://www.w3.org/TR/beacon/' },
  xmlsocket: {
    title: 'ActionScript 3.0, XMLSocket',
    page: 'https://help.adobe.com/en_US/FlashPlatform/reference/actionscript/3/flash/net/XMLSocket.html',
  },
} as const satisfies Record<string, { title: string; page: string }>

/** `rfc9112#section-7.1`, `whatwg-html#event-stream-interpretation` for a WHATWG standard, or `bayeux#_bayeux_advice`. */
export type SpecRef = `rfc${number}#${string}` | `whatwg-${string}#${string}` | `${keyof typeof OTHERS}#${string}`

/** The address where the section can be read. */
export function specUrl(ref: SpecRef): string {
  const [document = '', fragment = ''] = ref.split('#')
  if (document in OTHERS) return `${OTHERS[document as keyof typeof OTHERS].page}#${fragment}`
  if (document.startsWith('whatwg-')) {
    return `https://${document.slice('whatwg-'.length)}.spec.whatwg.org/#${fragment}`
  }
  return `https://www.rfc-editor.org/rfc/${document}.html#${fragment}`
}

/** The reference as a person would cite it: `RFC 9112, section 7.1`. */
export function specTitle(ref: SpecRef): string {
  const [document = '', fragment = ''] = ref.split('#')
  if (document in OTHERS) {
    const section = fragment.replace(/^_bayeux_?/, '').replaceAll('_', ' ')
    const { title } = OTHERS[document as keyof typeof OTHERS]
    return section === '' ? title : `${title}, ${section}`
  }
  if (document.startsWith('whatwg-')) {
    return `WHATWG ${document.slice('whatwg-'.length).toUpperCase()}, ${fragment}`
  }
  return `RFC ${document.slice('rfc'.length)}, ${fragment.replace('-', ' ')}`
}
