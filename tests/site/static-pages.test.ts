/** Pages for static hosts: below a base path, with every address leading somewhere, and with their policy in themselves. */
import { describe, expect, test } from 'vitest'
import { withBase } from '#site/integrations/base-path.ts'
import { inlineScripts, siteAddresses } from '#site/integrations/built-pages.ts'
import { staticPolicy, withPolicy } from '#site/integrations/csp.ts'
import { brokenLinks } from '#site/integrations/links.ts'

describe('the base path', () => {
  test.each([
    ['<a class="a" href="/tls/">', '<a class="a" href="/course/tls/">'],
    ['<a href="/">', '<a href="/course/">'],
    ['<img src="/a.svg">', '<img src="/course/a.svg">'],
    ['<script src="/a.js"></script>', '<script src="/course/a.js"></script>'],
    [
      '<astro-island component-url="/a.js" renderer-url="/b.js">',
      '<astro-island component-url="/course/a.js" renderer-url="/course/b.js">',
    ],
    ['<a data-code="1 > 0" href="/tls/">', '<a data-code="1 > 0" href="/course/tls/">'],
  ])('goes before addresses from the root: %s', (html, expected) => {
    expect(withBase(html, '/course/')).toBe(expected)
    expect(withBase(expected, '/course/')).toBe(expected)
  })

  test.each([
    '<a href="https://example.org/">',
    '<a href="//example.org/">',
    '<a href="#part">',
    '<a href="next/">',
    '<p>A link is written as a href="/tls/".</p>',
    '<script>const link = \'<a href="/tls/">\'</script>',
    '<button data-code="&lt;a href=&quot;/tls/&quot;>">',
  ])('stays away from what is none: %s', (html) => {
    expect(withBase(html, '/course/')).toBe(html)
  })
})

test('a link that leads nowhere, or out of the site, is told with its page', () => {
  const html = '<a href="/course/http/?a#b">, <a href="/course/none/">, <a href="/tls/">, <img src="/course/a.svg">'
  const isThere = (file: string) => ['http/index.html', 'a.svg'].includes(file)
  expect(brokenLinks({ address: '/about/', html }, '/course/', isThere)).toEqual([
    '/about/ has the address /course/none/, where nothing is.',
    '/about/ has the address /tls/, which is outside of /course/.',
  ])
  expect(siteAddresses('<a href="/a/"><a href="/a/">')).toEqual(['/a/'])
})

test('the policy of a page stands before its scripts, allows those that are inline by their hashes, and no other origin', () => {
  const html = '<html><head><meta charset="utf-8"/><script>run()</script><style>a{}</style></head></html>'
  const page = withPolicy(html)
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<script>'))
  expect(inlineScripts(page)).toEqual(['run()'])
  const policy = staticPolicy(html)
  expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-[^']{44}'; /)
  expect(policy).not.toMatch(/script-src[^;]*unsafe-inline|http|\*/)
})
