/** The course as folders: numbers order it and drop out of the addresses. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { courseSidebar, exerciseCount, lessonSlug, readCourse } from '#site/integrations/course.ts'

/** A content folder with these files, removed when the test has ended. */
async function contentOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'content-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

describe('the address of a lesson', () => {
  test('is its folders without their numbers', () => {
    expect(lessonSlug('01-http/02-message-end/index.mdx')).toBe('http/message-end')
  })

  test.each(['http/02-message-end/index.mdx', '01-http/02-Message End/index.mdx', '01-http/02-/index.mdx'])(
    'is refused with a sentence for %s',
    (path) => {
      expect(() => lessonSlug(path)).toThrow(/needs a number and a kebab-case name/)
    },
  )
})

describe('the course', () => {
  test('is read in the order of the numbers, not of the letters', async () => {
    const content = await contentOf({
      '02-sockets/part.json': '{ "title": "Sockets" }',
      '01-http/part.json': '{ "title": "HTTP" }',
      '01-http/10-last/index.mdx': '',
      '01-http/9-first/index.mdx': '<Exercise\n  id="one"\n/>\n\n<Exercise id="two" />',
      'glossary/chunk.md': '',
    })
    expect(readCourse(content)).toEqual([
      {
        title: 'HTTP',
        slug: 'http',
        lessons: [
          { slug: 'http/first', exercises: 2 },
          { slug: 'http/last', exercises: 0 },
        ],
      },
      { title: 'Sockets', slug: 'sockets', lessons: [] },
    ])
  })

  test('leaves out a lesson that has no article yet', async () => {
    const content = await contentOf({ '01-http/part.json': '{ "title": "HTTP" }', '01-http/01-draft/notes.md': '' })
    expect(readCourse(content)[0]?.lessons).toEqual([])
  })

  test('asks for the title of a part that has none', async () => {
    const content = await contentOf({ '01-http/01-keep-alive/index.mdx': '' })
    expect(() => readCourse(content)).toThrow('The part content/01-http needs a file part.json with its title')
  })

  test('is empty where there is no content', () => {
    expect(readCourse('/nowhere')).toEqual([])
  })

  test('becomes a sidebar whose links carry what the ticks need', () => {
    const course = [{ title: 'HTTP', slug: 'http', lessons: [{ slug: 'http/keep-alive', exercises: 3 }] }]
    expect(courseSidebar(course)).toEqual([
      {
        label: 'HTTP',
        items: [{ slug: 'http/keep-alive', attrs: { 'data-lesson': 'http/keep-alive', 'data-exercises': 3 } }],
      },
    ])
  })
})

test('exercises are counted where they are used, not where they are named', () => {
  expect(exerciseCount("import { Exercise } from 'x'\n\nAn `<Exercise>` is checked.\n\n<Exercise id='a' />\n")).toBe(1)
})
