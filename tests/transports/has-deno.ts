/** Deno is an optional dependency, and is not there for every platform. */
import { denoPath } from '#transports/web-transport/deno-child.ts'

export const hasDeno = (() => {
  try {
    return denoPath() !== ''
  } catch {
    return false
  }
})()
