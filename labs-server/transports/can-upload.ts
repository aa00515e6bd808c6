/** Whether this browser can send a stream as the content of a request (WHATWG Fetch, `duplex`). */

/** `duplex` is not in the platform's types yet: only "half" is defined. */
export type StreamingRequest = RequestInit & { readonly duplex: 'half' }

/** A browser that cannot makes text of the stream, and says so by a content type. */
export function canUpload(): boolean {
  let asked = false
  const { headers } = new Request('https://example.org/', {
    method: 'POST',
    body: new ReadableStream(),
    get duplex() {
      asked = true
      return 'half'
    },
  } as StreamingRequest)
  return asked && !headers.has('Content-Type')
}
