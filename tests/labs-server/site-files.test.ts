/** The site: compressed, cached, and kept to its own. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { LabsServer, LabsServerOptions } from '#labs-server/labs-server.ts'
import { portOf, runningServer } from './running-server.ts'

const FILES = {
  'index.html': `<!doctype html><title>Home</title>${'<p>text'.repeat(500)}`,
  'lesson/index.html': '<!doctype html><title>Lesson</title>',
  '404.html': '<!doctype html><title>Not here</title>',
  '_astro/script.abc123.js': 'export {}',
  'embed/wire-view.js': 'export {}',
  'recordings/keep-alive/sequence-on.json': '{}',
  'csp.json': '{"scripts":["\'sha256-AAAA\'"],"styles":["\'sha256-BBBB\'"]}',
}

async function servedSite(files: Record<string, string> = FILES, options: LabsServerOptions = {}) {
  const stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'site-'))
  stack.defer(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  const server = stack.use(await runningServer({ site: folder, ...options }))
  return {
    server,
    get: (path: string, init?: RequestInit) => fetch(new URL(path, server.urls.site), { redirect: 'manual', ...init }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** The Content-Security-Policy of a page asked for by some Host field, which `fetch` does not let one choose. */
function policyFor(server: LabsServer, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: portOf(server.urls.site), headers: { Host: host } }
    request(options, (response) => {
      response.resume()
      resolve(String(response.headers['content-security-policy']))
    })
      .on('error', reject)
      .end()
  })
}

test('pages are compressed, and asked for again each time', async () => {
  await using site = await servedSite()
  const response = await site.get('/', { headers: { 'Accept-Encoding': 'br' } })
  expect(response.headers.get('Content-Encoding')).toBe('br')
  expect(response.headers.get('Cache-Control')).toBe('no-cache')
  const etag = response.headers.get('ETag') ?? ''
  expect((await site.get('/', { headers: { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' } })).status).toBe(304)
})

test('files named after their content are kept for a year', async () => {
  await using site = await servedSite()
  const response = await site.get('/_astro/script.abc123.js')
  expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
})

test('a lesson has an address without a file name', async () => {
  await using site = await servedSite()
  expect((await site.get('/lesson')).headers.get('Location')).toBe('/lesson/')
  expect(await (await site.get('/lesson/')).text()).toContain('Lesson')
})

test("what does not exist gets the site's own page", async () => {
  await using site = await servedSite()
  const response = await site.get('/nothing')
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('Not here')
})

test('without a build, a sentence says what to do', async () => {
  await using site = await servedSite({})
  const response = await site.get('/')
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('npm run build')
})

describe('the Content-Security-Policy', () => {
  test('lets nothing in but the site, its inline scripts by hash, and the labs', async () => {
    await using site = await servedSite()
    const policy = await policyFor(site.server, 'reader.local:4321')
    const ports = [portOf(site.server.urls.labs), portOf(site.server.urls.middlebox)]
    const labs = ['localhost', '127.0.0.1', 'reader.local']
      .flatMap((name) => ports.map((port) => `http://${name}:${port}`))
      .join(' ')
    expect(policy.split(';')).toEqual([
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval' 'sha256-AAAA'",
      "worker-src 'self' blob:",
      "style-src 'self' 'sha256-BBBB'",
      "style-src-attr 'unsafe-inline'",
      `img-src 'self' data: blob: ${labs}`,
      "font-src 'self'",
      "manifest-src 'self'",
      `connect-src 'self' ws://reader.local:4321 wss://reader.local:4321 ${labs} ${labs.replaceAll('http', 'ws')} https://127.0.0.1:*`,
      `frame-src ${labs}`,
      "base-uri 'none'",
      `form-action 'self' ${labs}`,
      "frame-ancestors 'self'",
    ])
  })

  test('lets in the labs over TLS where they are', async () => {
    await using site = await servedSite(FILES, { tlsPort: 0 })
    const { server } = site
    const policy = await policyFor(server, 'localhost:4321')
    const { labs: http1, middlebox, tls = '' } = server.urls
    const labs = ['localhost', '127.0.0.1']
      .flatMap((name) => [
        `http://${name}:${portOf(http1)}`,
        `http://${name}:${portOf(middlebox)}`,
        `https://${name}:${portOf(tls)}`,
      ])
      .join(' ')
    expect(policy).toContain(`img-src 'self' data: blob: ${labs};`)
    expect(policy).toContain(`frame-src ${labs};`)
    expect(policy).toContain(`form-action 'self' ${labs};`)
    expect(policy).toMatch(
      new RegExp(`connect-src [^;]*${labs} ${labs.replaceAll('http', 'ws')} https://127\\.0\\.0\\.1:\\*;`),
    )
  })

  test('repeats no Host field that could add to it', async () => {
    await using site = await servedSite()
    const policy = await policyFor(site.server, "x; script-src 'unsafe-inline'")
    expect(policy).not.toContain('unsafe-inline;')
    expect(policy.match(/script-src /g)).toHaveLength(1)
  })
})

test.each([
  ['/embed/wire-view.js', '*', 'cross-origin'],
  ['/recordings/keep-alive/sequence-on.json', '*', 'cross-origin'],
  ['/', null, 'same-origin'],
])('%s: pages of other origins may load the element and the recordings, and no more', async (path, cors, policy) => {
  await using site = await servedSite()
  const { headers } = await site.get(path)
  expect([headers.get('Access-Control-Allow-Origin'), headers.get('Cross-Origin-Resource-Policy')]).toEqual([
    cors,
    policy,
  ])
})

test('asks no browser for HTTPS', async () => {
  await using site = await servedSite()
  const { headers } = await site.get('/')
  expect(headers.get('Strict-Transport-Security')).toBeNull()
  expect(headers.get('Content-Security-Policy')).not.toContain('upgrade-insecure-requests')
  expect(headers.get('X-Powered-By')).toBeNull()
})
