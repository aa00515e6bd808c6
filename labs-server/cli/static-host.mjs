/** A static host, as plain as they come: files and folders below a path, `404.html` for the rest, and no policy of ours. */
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { createGzip } from 'node:zlib'

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}
const COMPRESSED = /^(?:text|application\/json|image\/svg)/

/**
 * @typedef {{ url: string, close(): Promise<void> }} StaticHost
 * @param {string} folder
 * @param {{ base?: string, port?: number, host?: string }} [options] `base` has a slash at both ends; port 0 is any that is free.
 * @returns {Promise<StaticHost>}
 */
export async function serveFolder(folder, { base = '/', port = 0, host = '127.0.0.1' } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    const path = pathname.startsWith(base) ? normalize(decoded(pathname.slice(base.length))) : undefined
    const found = path === undefined || path.startsWith('..') ? undefined : join(folder, path)
    const kind = found === undefined ? undefined : statSync(found, { throwIfNoEntry: false })
    if (kind?.isDirectory() && !pathname.endsWith('/')) {
      response.writeHead(301, { Location: `${pathname}/` }).end()
      return
    }
    const file = kind?.isDirectory() ? join(`${found}`, 'index.html') : found
    const isThere = file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile() === true
    send(isThere ? 200 : 404, isThere ? file : join(folder, '404.html'))

    function send(/** @type {number} */ status, /** @type {string} */ sent) {
      const type = TYPES[extname(sent)] ?? 'application/octet-stream'
      const gzip = COMPRESSED.test(type) && /\bgzip\b/.test(`${request.headers['accept-encoding']}`)
      // As on GitHub Pages, pages of other origins may read what is public anyway.
      const fields = { 'Content-Type': type, 'Access-Control-Allow-Origin': '*' }
      response.writeHead(status, { ...fields, ...(gzip && { 'Content-Encoding': 'gzip' }) })
      const octets = createReadStream(sent).on('error', () => response.destroy())
      if (gzip) octets.pipe(createGzip()).pipe(response)
      else octets.pipe(response)
    }
  })
  await new Promise((resolve, reject) => server.on('error', reject).listen(port, host, () => resolve(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://localhost:${address.port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A path without its escapes; what cannot be read names no file. @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path)
  } catch {
    return '..'
  }
}
