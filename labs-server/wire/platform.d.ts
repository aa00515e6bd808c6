/** The things of the platform that the wire uses: WHATWG Encoding and Base64, the same in browsers and in Node. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(input?: Uint8Array, options?: { stream?: boolean }): string
}

declare class TextEncoder {
  encode(input?: string): Uint8Array
  encodeInto(source: string, destination: Uint8Array): { readonly read: number; readonly written: number }
}

/** Base64 of the HTML Standard: text of characters up to U+00FF, one an octet. */
declare function btoa(octets: string): string
declare function atob(base64: string): string
