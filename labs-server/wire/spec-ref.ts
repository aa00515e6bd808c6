/** A reference to the section of a standard that names or rules a part. */

/** `rfc9112#section-7.1`, or `whatwg-html#event-stream-interpretation` for a WHATWG standard. */
export type SpecRef = `rfc${number}#${string}` | `whatwg-${string}#${string}`

/** The address where the section can be read. */
export function specUrl(ref: SpecRef): string {
  const [document = '', fragment = ''] = ref.split('#')
  if (document.startsWith('whatwg-')) {
    return `https://${document.slice('whatwg-'.length)}.spec.whatwg.org/#${fragment}`
  }
  return `https://www.rfc-editor.org/rfc/${document}.html#${fragment}`
}

/** The reference as a person would cite it: `RFC 9112, section 7.1`. */
export function specTitle(ref: SpecRef): string {
  const [document = '', fragment = ''] = ref.split('#')
  if (document.startsWith('whatwg-')) {
    return `WHATWG ${document.slice('whatwg-'.length).toUpperCase()}, ${fragment}`
  }
  return `RFC ${document.slice('rfc'.length)}, ${fragment.replace('-', ' ')}`
}
