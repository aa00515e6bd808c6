/** Whether octets that come in pieces are UTF-8: RFC 3629 section 4, for RFC 6455 section 8.1. */

// UTF8-2 = %xC2-DF UTF8-tail
// UTF8-3 = %xE0 %xA0-BF UTF8-tail / %xE1-EC 2( UTF8-tail ) / %xED %x80-9F UTF8-tail / %xEE-EF 2( UTF8-tail )
// UTF8-4 = %xF0 %x90-BF 2( UTF8-tail ) / %xF1-F3 3( UTF8-tail ) / %xF4 %x80-8F 2( UTF8-tail )
export class Utf8Check {
  /** Octets of the character begun that are to come, and between what the next of them must lie. */
  #left = 0
  #least = 0x80
  #greatest = 0xbf

  /** Whether all octets so far make whole characters. */
  get isWhole(): boolean {
    return this.#left === 0
  }

  /** Goes on with `octets`; false as soon as no text can contain them. */
  take(octets: Uint8Array): boolean {
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at] as number
      if (this.#left > 0) {
        if (octet < this.#least || octet > this.#greatest) return false
        this.#left -= 1
        this.#least = 0x80
        this.#greatest = 0xbf
      } else if (octet >= 0x80 && !this.#begin(octet)) return false
    }
    return true
  }

  #begin(octet: number): boolean {
    if (octet < 0xc2 || octet > 0xf4) return false
    this.#left = octet < 0xe0 ? 1 : octet < 0xf0 ? 2 : 3
    if (octet === 0xe0) this.#least = 0xa0
    else if (octet === 0xed) this.#greatest = 0x9f
    else if (octet === 0xf0) this.#least = 0x90
    else if (octet === 0xf4) this.#greatest = 0x8f
    return true
  }
}
