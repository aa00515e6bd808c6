// @ts-check
/** The site: Astro and Starlight around our own articles, figures and labs. Everything is written to `dist/`. */
import preact from '@astrojs/preact'
import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'
import { courseSidebar, readCourse } from './site/integrations/course.ts'

const labsServer = `http://localhost:${process.env.LABS_SERVER_PORT ?? 4321}`

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir: './dist',
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  // No inline styles and no inline scripts of ours: what remains inline is Astro's and Starlight's, and is hashed.
  build: { inlineStylesheets: 'never' },
  integrations: [
    starlight({
      title: 'The Two-Way Web',
      description:
        'Can a browser and a server stream in both directions? Lessons whose labs show the octets of your own connections.',
      disable404Route: true,
      sidebar: courseSidebar(readCourse('./content')),
      markdown: { processedDirs: ['./content'] },
      customCss: ['./site/styles/tokens.css'],
    }),
    preact(),
  ],
  vite: {
    build: { assetsInlineLimit: 0 },
    server: {
      proxy: {
        '/api': labsServer,
        '/feed': { target: labsServer, ws: true },
      },
    },
  },
})
