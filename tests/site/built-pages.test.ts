/** What a built page loads and holds inline, and the hashes and weights computed from it. */
import { describe, expect, test } from 'vitest'
import { type BuiltScript, breaches, weigh, weightTable } from '#site/integrations/budgets.ts'
import { hasLab, inlineScripts, inlineStyles, scriptAddresses } from '#site/integrations/built-pages.ts'
import { inlineHashes } from '#site/integrations/csp.ts'

const ISLAND =
  '<astro-island uid="1" component-url="/_astro/panel.js" renderer-url="/_astro/client.js" props="{&quot;id&quot;:1}"></astro-island>'

describe('inline scripts', () => {
  test.each([
    ['<script>run()</script>', ['run()']],
    ['<script type="module">run()</script>', ['run()']],
    ['<script aria-hidden="true">run()</script>', ['run()']],
    ['<script type="application/json">{"a":1}</script>', []],
    ['<script type="module" src="/_astro/page.js"></script>', []],
    ['<script data-src="x">run()</script>', ['run()']],
  ])('%s', (html, expected) => {
    expect(inlineScripts(html)).toEqual(expected)
  })
})

describe('hashes for the Content-Security-Policy', () => {
  test('are those of the standard example: W3C CSP Level 3 hashes the text of the element', () => {
    const { scripts } = inlineHashes([{ html: "<script>alert('Hello, world.');</script>" }])
    expect(scripts).toEqual(["'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"])
  })

  test('are listed once and sorted, however many pages hold the same text', () => {
    const one = { html: '<style>a{}</style><script>1</script>' }
    const other = { html: '<script>2</script><script>1</script>' }
    expect(inlineHashes([one, other])).toEqual(inlineHashes([other, one]))
    expect(inlineHashes([one, other]).scripts).toHaveLength(2)
    expect(inlineHashes([one, other]).styles).toHaveLength(1)
    expect(inlineStyles(one.html)).toEqual(['a{}'])
  })
})

describe('the scripts a page names', () => {
  test('are its script tags, its preloads, its islands and their renderers, each once', () => {
    const html = `<link rel="modulepreload" href="/_astro/shared.js"><script type="module" src="/_astro/page.js"></script>${ISLAND}${ISLAND}`
    expect(scriptAddresses(html)).toEqual([
      '/_astro/page.js',
      '/_astro/shared.js',
      '/_astro/panel.js',
      '/_astro/client.js',
    ])
  })

  test('do not include style sheets and fonts', () => {
    expect(
      scriptAddresses('<link rel="stylesheet" href="/a.css"><link rel="preload" href="/a.woff2" as="font">'),
    ).toEqual([])
  })
})

describe('the weight of a page', () => {
  const script = (imports: readonly string[], dynamicImports: readonly string[], source: string): BuiltScript => ({
    imports,
    dynamicImports,
    sources: [source],
  })
  const scripts = new Map([
    ['_astro/panel.js', script(['_astro/shared.js'], ['_astro/feed.js', '_astro/check.js'], 'site/lab/lab-panel.tsx')],
    ['_astro/client.js', script(['_astro/shared.js'], [], 'node_modules/preact/client.js')],
    ['_astro/shared.js', script(['_astro/panel.js'], [], 'node_modules/preact/preact.js')],
    ['_astro/feed.js', script(['_astro/socket.js'], [], 'site/lab/feed.ts')],
    ['_astro/socket.js', script([], [], 'node_modules/socket.io-client/index.js')],
    ['_astro/check.js', script([], [], 'content/check.ts')],
  ])
  const page = { address: '/', html: `<div data-lab="keep-alive">${ISLAND}</div>` }
  const loadedOnIdle = ({ sources }: BuiltScript) => sources.some((source) => source.startsWith('site/'))

  test('is every file of the static import graph once, also where imports run in a circle', () => {
    const weight = weigh(
      page,
      scripts,
      () => 1000,
      () => false,
    )
    expect(weight.initial).toEqual(['_astro/panel.js', '_astro/shared.js', '_astro/client.js'])
    expect(weight.script).toBe(3000)
    expect(weight.later).toEqual(['_astro/feed.js', '_astro/check.js'])
  })

  test('includes a dynamic import that nobody has to ask for, with what that imports', () => {
    const weight = weigh(page, scripts, () => 1000, loadedOnIdle)
    expect(weight.script).toBe(5000)
    expect(weight.later).toEqual(['_astro/check.js'])
  })

  test('has more room on a page with a lab', () => {
    expect(hasLab(page.html)).toBe(true)
    expect(weigh(page, scripts, () => 1, loadedOnIdle).scriptBudget).toBe(60_000)
    expect(weigh({ ...page, html: '<p>data</p>' }, scripts, () => 1, loadedOnIdle).scriptBudget).toBe(20_000)
  })

  test('exceeds its budget with a sentence that names page, weight and budget', () => {
    const weight = weigh(
      page,
      scripts,
      () => 20_001,
      () => false,
    )
    expect(breaches(weight)).toEqual(['/ loads 60003 octets of script after gzip; its budget is 60000.'])
    expect(breaches({ ...weight, script: 60_000 })).toEqual([])
    expect(weightTable([weight]).split('\n')).toHaveLength(2)
  })
})
