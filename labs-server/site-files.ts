/** The built site: compressed, cached by content. */
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import compression from 'compression'
import express, { type RequestHandler, Router } from 'express'

/** Files here are named after their content, so that they never change. */
const IMMUTABLE = ['_astro', join('embed', 'chunks')]

/** What pages of other origins may load: the element that shows a run, and runs. */
const FOR_OTHER_SITES = ['embed', 'recordings']

const ONE_YEAR_S = 365 * 24 * 3600

/** Serves the site built into `folder`. */
export function siteFiles(folder: string): Router {
  const router = Router()
  router.use(compression())
  router.use(
    express.static(folder, {
      setHeaders: (response, path) => {
        const immutable = IMMUTABLE.some((each) => path.startsWith(join(folder, each) + sep))
        response.setHeader('Cache-Control', immutable ? `public, max-age=${ONE_YEAR_S}, immutable` : 'no-cache')
        if (FOR_OTHER_SITES.some((each) => path.startsWith(join(folder, each) + sep))) {
          response.setHeader('Access-Control-Allow-Origin', '*')
          response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
        }
      },
    }),
  )
  router.use(notFound(folder))
  return router
}

const notFound =
  (folder: string): RequestHandler =>
  async (_request, response) => {
    const page = await readFile(join(folder, '404.html'), 'utf8').catch(() => NOT_BUILT)
    response.status(404).set('Cache-Control', 'no-cache').type('html').send(page)
  }

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Nothing here</title>
<p>There is no such page. If there are no pages at all, build the site first: npm run build</p></html>
`
