/** Prose of the glossary: it belongs to terms that exist, and leads to what exists. */
import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EXAMPLES } from '#labs-server/examples/index.ts'
import { isFound } from '#site/glossary/found.ts'
import { neighboursOf, readProtocols } from '#site/glossary/protocols.ts'
import { glossaryAddress } from '#site/glossary/slug.ts'
import { readTerms } from '#site/glossary/terms.ts'
import { readCourse } from '#site/integrations/course.ts'

const CONTENT = `${import.meta.dirname}/../../content`
const terms = readTerms()
const slugs = new Set(terms.map(({ slug }) => slug))
const places = new Set([
  ...terms.map(({ slug }) => glossaryAddress(slug)),
  ...readCourse(CONTENT).flatMap(({ lessons }) => lessons.map(({ slug }) => `/${slug}/`)),
  ...EXAMPLES.map(({ id }) => `/open/#example=${id}`),
])

const prose = globSync(`${CONTENT}/glossary/*.md`).map((file) => ({
  slug: basename(file, '.md'),
  text: readFileSync(file, 'utf8'),
}))

/** Where the links of a text lead to. */
function addressesIn(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, address = '']) => address)
}

test.each(prose)('there is a term for the prose in $slug.md', ({ slug }) => {
  expect(slugs).toContain(slug)
})

test.each(prose)(
  'links in $slug.md lead to a term, a lesson or an example, and not to the page itself',
  ({ slug, text }) => {
    const addresses = addressesIn(text)
    expect(addresses.filter((address) => !places.has(address))).toEqual([])
    expect(addresses).not.toContain(glossaryAddress(slug))
  },
)

describe('an address', () => {
  test.each([
    ['HTTP-version', '/glossary/http-version/'],
    ['WINDOW_UPDATE', '/glossary/window-update/'],
    ['supportedConnectionTypes', '/glossary/supportedconnectiontypes/'],
  ])('of %s is %s', (name, address) => {
    expect(glossaryAddress(name)).toBe(address)
  })

  test('is shared by names that differ by case only, each of which keeps its protocol', () => {
    const data = terms.find(({ slug }) => slug === 'data')
    expect(data?.names).toEqual(['DATA', 'data'])
    expect(data?.senses.map(({ layer, name }) => `${layer} ${name}`)).toEqual([
      'http2 DATA',
      'http2 data',
      'server-sent-events data',
      'bayeux data',
    ])
  })
})

describe('a term is found', () => {
  const texts = ['WINDOW_UPDATE', 'Update of the window', 'HTTP/2']

  test.each(['', 'window', 'window update', 'WINDOW_UPDATE', 'window-update', 'http/2 window', 'upd http2', ' the '])(
    'by "%s"',
    (wanted) => {
      expect(isFound(wanted, texts)).toBe(true)
    },
  )

  test.each(['windows', 'http/1.1 window', 'window chunk'])('not by "%s"', (wanted) => {
    expect(isFound(wanted, texts)).toBe(false)
  })
})

describe('the list', () => {
  test('has each sense of each term once, below its protocol', () => {
    const listed = readProtocols().flatMap(({ senses }) => senses)
    expect(new Set(listed).size).toBe(listed.length)
    expect(listed.length).toBe(terms.reduce((sum, { senses }) => sum + senses.length, 0))
  })

  test('can be read through from page to page, each protocol from its first name to its last', () => {
    for (const { id, senses } of readProtocols()) {
      const [first] = senses
      const visited: string[] = []
      for (let name: string | undefined = first?.name; name !== undefined; ) {
        const sense = senses.find((each) => each.name === name)
        if (sense === undefined || visited.includes(name)) break
        visited.push(name)
        name = neighboursOf(sense).after
      }
      expect(new Set(visited.map(glossaryAddress)), id).toEqual(
        new Set(senses.map(({ name }) => glossaryAddress(name))),
      )
    }
  })
})

describe('the words of all layers', () => {
  const senses = terms.flatMap((term) => term.senses)

  test('have titles like a heading, and sentences that end', () => {
    expect(senses.filter(({ title }) => /^\s|[.:]$/.test(title)).map(({ title }) => title)).toEqual([])
    expect(senses.filter(({ sentence }) => !/^\S.*[^.]\.$/.test(sentence)).map(({ sentence }) => sentence)).toEqual([])
  })

  test('are those of the standards: octets and field lines, and no packets', () => {
    const wrong = /\bbytes?\b|\bpackets?\b|\bheaders\b(?! frame)|\bsimply\b/
    expect(senses.filter(({ sentence }) => wrong.test(sentence)).map(({ sentence }) => sentence)).toEqual([])
    expect(prose.filter(({ text }) => /\bpackets?\b|\bsimply\b/.test(text)).map(({ slug }) => slug)).toEqual([])
  })

  test('say what each name means in a section of a standard', () => {
    expect(senses.filter(({ spec }) => spec === undefined).map(({ layer, name }) => `${layer} ${name}`)).toEqual([])
  })
})
