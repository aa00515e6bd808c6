/** The whole content of a request, as octets. */
import { raw } from 'express'

/** The most a message may have, in octets, as text or as it is. */
const MAX_CONTENT = '2mb'

/** Puts a request's content into `request.body`, whatever its type. @throws HttpError 413 for more than two megabytes. */
export const readContent = raw({ type: () => true, limit: MAX_CONTENT })

/** The content that `readContent` has read; no octets when there was none. */
export function contentOf(request: { readonly body?: unknown }): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array()
}
