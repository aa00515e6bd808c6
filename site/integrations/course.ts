/** The course as folders: `content/NN-part/NN-lesson/index.mdx`. Numbers give the order and drop out of the addresses. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Part {
  readonly title: string
  /** The first segment of its lessons' addresses: `http`. */
  readonly slug: string
  /** In reading order. */
  readonly lessons: readonly Lesson[]
}

export interface Lesson {
  /** Its address without slashes at the ends: `http/keep-alive`. */
  readonly slug: string
  /** How many exercises its text holds. */
  readonly exercises: number
}

const NUMBERED = /^\d+-(?<name>[a-z0-9]+(?:-[a-z0-9]+)*)$/

/**
 * The address of an article from its path below `content/`: `01-http/02-message-end/index.mdx` is `http/message-end`.
 *
 * @throws Error when a folder does not carry a number and a kebab-case name.
 */
export function lessonSlug(path: string): string {
  const folders = path.split('/').slice(0, -1)
  return folders
    .map((folder) => {
      const name = NUMBERED.exec(folder)?.groups?.name
      if (name === undefined) {
        throw new Error(
          `The folder content/${folders.join('/')} needs a number and a kebab-case name: "01-keep-alive".`,
        )
      }
      return name
    })
    .join('/')
}

/**
 * The parts of the course with their lessons, in order of their numbers.
 *
 * @throws Error when a part has no `part.json` with a title.
 */
export function readCourse(content: string): readonly Part[] {
  return foldersOf(content).map((part) => ({
    title: partTitle(join(content, part), part),
    slug: lessonSlug(`${part}/`),
    lessons: foldersOf(join(content, part))
      .filter((lesson) => existsSync(join(content, part, lesson, 'index.mdx')))
      .map((lesson) => ({
        slug: lessonSlug(`${part}/${lesson}/`),
        exercises: exerciseCount(readFileSync(join(content, part, lesson, 'index.mdx'), 'utf8')),
      })),
  }))
}

/** How many `<Exercise>` an article holds. */
export function exerciseCount(article: string): number {
  return article.match(/^\s*<Exercise\b/gm)?.length ?? 0
}

/** Starlight's sidebar: a group for each part, its lessons in it, each with its number of exercises for the ticks. */
export function courseSidebar(course: readonly Part[]) {
  return course.map((part) => ({
    label: part.title,
    items: part.lessons.map((lesson) => ({
      slug: lesson.slug,
      attrs: { 'data-lesson': lesson.slug, 'data-exercises': lesson.exercises },
    })),
  }))
}

function foldersOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && NUMBERED.test(entry.name))
    .map((entry) => entry.name)
    .toSorted((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
}

function partTitle(folder: string, name: string): string {
  const file = join(folder, 'part.json')
  const title: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).title : undefined
  if (typeof title === 'string') return title
  throw new Error(
    `The part content/${name} needs a file part.json with its title: { "title": "HTTP, one connection" }.`,
  )
}
