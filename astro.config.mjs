// @ts-check
/** The site: Astro and Starlight around our own articles, figures and labs. Everything is written to `dist/`. */
import preact from '@astrojs/preact'
import starlight from '@astrojs/starlight'
import { defineConfig } from 'astro/config'
import { basePath } from './site/integrations/base-path.ts'
import { budgets } from './site/integrations/budgets.ts'
import { hasLab, hasPhrases, labRunsByItself } from './site/integrations/built-pages.ts'
import { courseSidebar, readCourse } from './site/integrations/course.ts'
import { csp } from './site/integrations/csp.ts'
import { embed } from './site/integrations/embed.ts'
import { links } from './site/integrations/links.ts'
import { offline } from './site/integrations/offline.ts'
import { pieces, preloadStylesOnly } from './site/integrations/pieces.ts'
import { codeThemes } from './site/styles/code-themes.ts'

const labsServer = `http://localhost:${process.env.LABS_SERVER_PORT ?? 4321}`

/** Which twin is built, and below which path it will be published. */
const isRecordedTwin = process.env.TWIN === 'recorded'
const base = process.env.BASE_PATH ?? '/'

/** Labs with all their switches, and what is measured with them: for who has read enough. */
const workbench = {
  label: 'The workbench',
  items: [
    { label: 'The bench: any two ways', link: '/bench/' },
    { label: 'Duplex in one connection', link: '/duplex/' },
    { label: 'The fall-back chain', link: '/fall-back/' },
    { label: 'The raw console', link: '/console/' },
    { label: 'One table, measured', link: '/table/' },
    { label: 'What your browser does differently', link: '/browsers/' },
  ],
}

const overridden = [
  'Footer',
  'Head',
  'Hero',
  'LanguageSelect',
  'PageSidebar',
  'PageTitle',
  'Search',
  'Sidebar',
  'SiteTitle',
  'ThemeProvider',
  'ThemeSelect',
  'TwoColumnContent',
]

export default defineConfig({
  srcDir: './site',
  publicDir: './site/public',
  outDir: isRecordedTwin ? './dist-static' : './dist',
  base,
  // In development Astro answers before the proxy below, and would refuse the API's addresses for want of a slash.
  trailingSlash: process.env.LABS_SERVER_PORT === undefined ? 'always' : 'ignore',
  devToolbar: { enabled: false },
  // A page from this server comes at once; requests that nobody asked for do not belong into a course on requests.
  prefetch: false,
  // Nothing of ours is inline; what Astro and Starlight put inline is hashed for the Content-Security-Policy.
  build: { inlineStylesheets: 'never' },
  integrations: [
    starlight({
      title: 'The Two-Way Web',
      description:
        'Can a browser and a server stream in both directions? Lessons whose labs show the octets of your own connections.',
      favicon: '/favicon.svg',
      disable404Route: true,
      sidebar: [...courseSidebar(readCourse('./content')), workbench],
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 2 },
      // Starlight's Markdown features are for its own folder unless it is told of others.
      markdown: { processedDirs: ['./content'] },
      components: {
        ...Object.fromEntries(overridden.map((name) => [name, `./site/components/starlight/${name}.astro`])),
        ...(isRecordedTwin && { Footer: './site/offline/Footer.astro' }),
      },
      customCss: ['fonts', 'tokens', 'starlight', 'page', 'code', 'print'].map((name) => `./site/styles/${name}.css`),
      expressiveCode: {
        themes: codeThemes,
        styleOverrides: {
          borderRadius: 'var(--radius)',
          borderColor: 'var(--rule)',
          frames: { shadowColor: 'transparent' },
        },
      },
    }),
    preact(),
    embed(),
    basePath(),
    links(),
    csp({ inPages: isRecordedTwin }),
    // Tools, further layers and the meaning of values come when a reader or the octets ask for them.
    budgets([
      { where: hasLab, sources: ['labs-server/labs/LAB/lab.ts'] },
      { where: labRunsByItself, sources: ['site/wire-view/', 'labs-server/labs/LAB/client.ts'] },
      ...(isRecordedTwin ? [{ where: hasLab, sources: ['site/recorded/ready.ts'] }] : []),
      { where: hasPhrases, sources: ['site/lab/phrases.ts'] },
    ]),
    ...(isRecordedTwin ? [offline()] : []),
  ],
  vite: {
    define: { 'import.meta.env.RECORDED_TWIN': JSON.stringify(isRecordedTwin) },
    plugins: [preloadStylesOnly],
    // Small scripts and fonts stay files, so that a strict policy needs no hash and no data: address for them.
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          codeSplitting: { groups: pieces },
        },
      },
    },
    server: {
      // What builds and tests write is no source.
      watch: { ignored: ['**/.cache/**', '**/dist/**'] },
      proxy: {
        '/api': labsServer,
        '/feed': { target: labsServer, ws: true },
      },
    },
  },
})
