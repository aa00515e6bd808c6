/** What an article is: where it lies, what its address is, and which keys its frontmatter may have. */

import { defineCollection } from 'astro:content'
import { docsSchema } from '@astrojs/starlight/schema'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'
import { lessonSlug } from './integrations/course.ts'

/** What our articles have beyond Starlight's frontmatter. */
const lessonFrontmatter = z.object({
  /** How long reading and trying take, in minutes. */
  minutes: z.int({ error: '"minutes" is a whole number: how long the lesson takes.' }).positive().optional(),
  /** A lesson that shows one technique and no more: its course is still to come. */
  short: z.boolean().optional(),
  /** One sentence for the list of lessons: what a reader finds out. */
  summary: z.string({ error: '"summary" is one sentence: what a reader finds out.' }).optional(),
})

export const collections = {
  /** Prose for a term, beyond its vocabulary: `content/glossary/SLUG.md`. */
  glossary: defineCollection({ loader: glob({ base: './content/glossary', pattern: '*.md' }) }),
  docs: defineCollection({
    loader: glob({ base: './content', pattern: '*/*/index.mdx', generateId: ({ entry }) => lessonSlug(entry) }),
    schema: docsSchema({ extend: lessonFrontmatter }),
  }),
}
