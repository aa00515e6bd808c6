/** Client halves as a browser gets them: bundled into memory, and served by a page that is empty beside them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { tunnelTo } from './upgrade-tunnel.ts'

/** Path below the page server, without `.js`, and the module it stands for, from the repository's root. */
export type ClientEntries = Readonly<Record<string, string>>

export interface ClientPages extends AsyncDisposable {
  /** The empty page: `http://localhost:4321/`. Its script may import every entry, as `/labs.js`. */
  readonly url: string
}

export interface ClientPagesOptions {
  readonly entries: ClientEntries
  /** 0 for any. */
  readonly port?: number
  /** The port of the server that takes upgrades in its place: feed and console of a labs server are the page's own origin then. */
  readonly upgradesTo?: number
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The scripts by path, `/labs.js`. What entries share, and what they load on demand, are files of their own, as in a build.
 *
 * @throws BuildFailure when a module cannot be found, or is none for browsers.
 */
export async function clientBundle(entries: ClientEntries): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { ...entries },
    outdir: '/',
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'esnext',
    charset: 'utf8',
    logLevel: 'silent',
  })
  return new Map(
    outputFiles.map(({ path, contents }) => [path.replaceAll('\\', '/').replace(/^[A-Za-z]:/, ''), contents]),
  )
}

/** Serves them on this machine alone, until disposed of. */
export async function serveClients({ entries, port = 0, upgradesTo }: ClientPagesOptions): Promise<ClientPages> {
  const scripts = await clientBundle(entries)
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '')
    response.setHeader('Content-Type', `text/${script ? 'javascript' : 'html'}; charset=utf-8`)
    response.end(script ?? '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Clients</title>')
  })
  if (upgradesTo !== undefined) server.on('upgrade', tunnelTo(upgradesTo))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.on('error', reject).listen(port, '127.0.0.1', resolve)
  await promise
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
