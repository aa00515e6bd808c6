/**
 * The site is built twice from the same sources. The live twin has a labs server behind it. The recorded twin is static files:
 * any host serves them, below any path, and its labs play recordings.
 */

/** Whether this is the recorded twin; what stands behind it is not even shipped with the other. */
export const IS_RECORDED_TWIN: boolean = import.meta.env.RECORDED_TWIN === true

/** The address of one of the site's own files or pages, wherever the site is published: `/tls/` is `/base/tls/`. */
export function sitePath(path: `/${string}`): string {
  return import.meta.env.BASE_URL.replace(/\/$/, '') + path
}
