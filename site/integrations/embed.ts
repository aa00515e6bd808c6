/** Builds `embed/wire-view.js`, the custom element for pages of others, and publishes the recordings beside it. */
import { cp, glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { build, type Plugin, transform } from 'esbuild'

/** Style sheets become constructed ones: a shadow root has no use for those of the document. */
const adoptedStyles: Plugin = {
  name: 'adopted-styles',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true })
      // What the site says of its root holds for the element; the scheme is its own attribute there.
      const css = code.replace(/:root\[data-theme="?(\w+)"?\]/g, ':host([theme=$1])').replaceAll(':root', ':host')
      return {
        contents: `import { addStyle } from '#site/embed/adopted-styles.ts'\naddStyle(${JSON.stringify(css)})`,
        loader: 'js',
        resolveDir: dirname(path),
      }
    })
  },
}

/** Recordings by the address at which they are published: `recordings/keep-alive/sequence-on.json`, `recordings/examples/http2.json`. */
async function publishRecordings(root: string, folder: string): Promise<void> {
  for await (const file of glob('labs-server/{labs/*,examples}/recordings/*.json', { cwd: root })) {
    const [name, , owner] = file.split(/[\\/]/).toReversed()
    await cp(join(root, file), join(folder, 'recordings', `${owner}`, `${name}`))
  }
}

export function embed(): AstroIntegration {
  let root = ''
  return {
    name: 'embed',
    hooks: {
      'astro:config:setup': ({ config }) => {
        root = fileURLToPath(config.root)
      },
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir)
        const { metafile } = await build({
          entryPoints: { 'wire-view': join(root, 'site/embed/wire-view-element.tsx') },
          outdir: join(folder, 'embed'),
          chunkNames: 'chunks/[name]-[hash]',
          bundle: true,
          splitting: true,
          format: 'esm',
          minify: true,
          target: 'es2023',
          jsx: 'automatic',
          jsxImportSource: 'preact',
          plugins: [adoptedStyles],
          // The element tells by its own address where the site is, and plays nothing.
          define: { 'import.meta.env.BASE_URL': '"/"', 'import.meta.env.RECORDED_TWIN': 'false' },
          metafile: true,
          logLevel: 'warning',
        })
        await publishRecordings(root, folder)
        logger.info(`wire-view.js and ${Object.keys(metafile.outputs).length - 1} pieces that it loads on demand`)
      },
    },
  }
}
