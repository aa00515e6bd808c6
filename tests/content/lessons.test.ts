/** Every lesson keeps the promises of the course, and every name in it leads somewhere. */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Check } from '#labs/check.ts'
import { labOf } from '#labs/index.ts'
import { parseSwitches, type SwitchValues } from '#labs/lab.ts'
import { PRESETS } from '#labs/presets.ts'
import { TRANSPORTS } from '#transports/index.ts'
import type { Part } from '#wire/pdu.ts'
import { checkModule, elementsOf, type LessonFile, lessonFiles } from './lesson-file.ts'
import { OctetTrace } from './octet-trace.ts'
import { recorded } from './recorded.ts'

const WORDS_PER_MINUTE = 200
const RECORDINGS = PRESETS.map(({ lab, name }) => `${lab}/${name}`)
const FACTS = [
  'connections',
  'exchanges',
  'chunks',
  'octets-up',
  'octets-down',
  'duration',
  'first-response',
  'latency-down',
  'overlap',
  'script-lead',
  'script-lag',
]
const BUTTONS = ['Run', 'Stop', 'Reset']
const VIEWS = ['Connections', 'Units', 'Octets', 'What the script saw', 'What it comes to']

interface Predict {
  readonly question: string
  readonly outcome: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

const wordsOf = (prose: string) => prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0

function labIn(lesson: LessonFile) {
  const [attributes = {}] = elementsOf(lesson, 'Lab')
  const lab = labOf(String(attributes.id))
  if (lab === undefined) throw new Error(`${lesson.folder} has no lab.`)
  return { lab, attributes }
}

/** The names of all units and parts that the recordings hold. */
function namesOnTheWire() {
  const units = new Set<string>()
  const parts = new Set<string>()
  const collect = (part: Part) => {
    for (const inner of part.parts ?? []) {
      parts.add(inner.name)
      collect(inner)
    }
  }
  for (const name of RECORDINGS) {
    for (const { unit } of recorded(name).log.units) {
      units.add(unit.name)
      collect(unit)
    }
  }
  return { units, parts }
}

/** How many words, hints and exercises a lesson has; a short one shows one technique, and its course is still to come. */
const MEASURES = {
  long: { words: [800, 1500], exercises: 2 },
  short: { words: [150, 500], exercises: 1 },
} as const

const measuresOf = ({ frontmatter }: LessonFile) => MEASURES[frontmatter.short === 'true' ? 'short' : 'long']

test('the first part has three lessons, and some of their exercises use curl and nc', () => {
  const lessons = lessonFiles().filter(({ folder }) => folder.startsWith('01-http/'))
  expect(lessons.map(({ folder }) => folder)).toEqual([
    '01-http/01-keep-alive',
    '01-http/02-message-end',
    '01-http/03-back-channel',
  ])
  const prose = lessons.map((lesson) => lesson.prose).join()
  expect(prose).toContain('`curl`')
  expect(prose).toContain('`nc`')
})

describe.each(lessonFiles().map((lesson) => [lesson.folder, lesson] as const))('%s', (_, lesson) => {
  test('has 800 to 1500 words, or 150 to 500 when it is short, and says honestly how long it takes', () => {
    const words = wordsOf(lesson.prose)
    const [least, most] = measuresOf(lesson).words
    expect(words).toBeGreaterThanOrEqual(least)
    expect(words).toBeLessThanOrEqual(most)
    const minutes = Number(lesson.frontmatter.minutes)
    expect(minutes).toBeGreaterThan(words / WORDS_PER_MINUTE + (lesson.frontmatter.short === 'true' ? 2 : 5))
    expect(minutes).toBeLessThan(words / WORDS_PER_MINUTE + 15)
  })

  test('has a title, a description and a summary of one sentence each', () => {
    for (const key of ['title', 'description', 'summary']) expect(lesson.frontmatter[key]).toMatch(/^\S.{10,}$/)
  })

  test('has one lab, whose preset and exposed switches exist, and shows its code', () => {
    expect(elementsOf(lesson, 'Lab')).toHaveLength(1)
    const { lab, attributes } = labIn(lesson)
    expect(() => parseSwitches(lab, attributes.preset as SwitchValues)).not.toThrow()
    for (const name of attributes.expose as string[]) expect(Object.keys(lab.switches)).toContain(name)
    const shown = elementsOf(lesson, 'LabCode')
    expect(shown.length).toBeGreaterThan(0)
    for (const { id, transport, files = [] } of shown) {
      if (transport === undefined) expect(id).toBe(lab.id)
      else expect(TRANSPORTS.map((known) => known.id)).toContain(transport)
      const folder = new URL(
        `../../labs-server/${transport ? `transports/${transport}` : `labs/${id}`}/`,
        import.meta.url,
      )
      for (const file of files as string[]) expect(existsSync(new URL(`${file}.ts`, folder))).toBe(true)
    }
  })

  test('asks for a prediction that its outcome can decide', async () => {
    const { lab, attributes } = labIn(lesson)
    if (attributes.predict === undefined) return expect(lesson.frontmatter.short).toBe('true')
    const { question, outcome, options } = attributes.predict as Predict
    expect(question).toMatch(/\?$/)
    expect(new Set(options.map(({ value }) => value)).size).toBe(options.length)
    const module = await checkModule(lesson, outcome)
    const tell = module.outcome as (evidence: ReturnType<typeof recorded>) => { value: string } | undefined
    expect(tell(new OctetTrace().evidence(lab.id))).toBeUndefined()
    for (const name of RECORDINGS) {
      const told = tell(recorded(name))
      if (told !== undefined) expect(options.map(({ value }) => value)).toContain(told.value)
      if (told !== undefined) expect(name).toMatch(new RegExp(`^${lab.id}/`))
    }
  })

  test('has two exercises, or one when it is short, with two or three hints each, whose checks never pass on nothing or on another lab', async () => {
    const { lab } = labIn(lesson)
    const exercises = elementsOf(lesson, 'Exercise')
    expect(exercises.length).toBeGreaterThanOrEqual(measuresOf(lesson).exercises)
    expect(new Set(exercises.map(({ id }) => id)).size).toBe(exercises.length)
    for (const exercise of exercises) {
      expect(exercise.lab).toBe(lab.id)
      expect((exercise.hints as string[]).length).toBeGreaterThanOrEqual(2)
      expect((exercise.hints as string[]).length).toBeLessThanOrEqual(3)
      const check = (await checkModule(lesson, String(exercise.check))).check as Check
      const empty = check(new OctetTrace().evidence(lab.id))
      expect(empty).toMatchObject({ passed: false, sentence: 'Nothing has crossed the wire yet.' })
      for (const name of RECORDINGS.filter((name) => !name.startsWith(`${lab.id}/`))) {
        expect(check(recorded(name))).toMatchObject({ passed: false, sentence: expect.stringContaining(lab.id) })
      }
    }
  })

  test('refers only to recordings, facts and figures that there are', () => {
    const named = ['Measured', 'LanesFigure', 'Figure'].flatMap((name) => elementsOf(lesson, name))
    const recordings = named.flatMap(({ recording, beside, versus }) => [recording, beside, versus])
    for (const recording of recordings) if (recording !== undefined) expect(RECORDINGS).toContain(recording)
    for (const { fact } of elementsOf(lesson, 'Measured')) expect(FACTS).toContain(fact)
    for (const { name } of elementsOf(lesson, 'Figure')) {
      expect(existsSync(new URL(`../../site/components/figures/${name}.astro`, import.meta.url))).toBe(true)
    }
    for (const { caption } of named.filter(({ fact }) => fact === undefined)) expect(caption).toMatch(/\.$/)
  })

  test('lights up only units and parts that its lab can show', () => {
    const { units, parts } = namesOnTheWire()
    for (const { unit, part, lab } of elementsOf(lesson, 'Wire')) {
      if (unit !== undefined) expect([...units]).toContain(unit)
      if (part !== undefined) expect([...parts]).toContain(part)
      expect(unit ?? part).toBeDefined()
      expect(lab).toBe(labIn(lesson).lab.id)
    }
  })

  test('calls buttons, views and switches by the words on the screen', () => {
    const { lab } = labIn(lesson)
    const words = [...BUTTONS, ...VIEWS, ...Object.values(lab.switches).map(({ label }) => label)]
    const bold = [...lesson.prose.matchAll(/\*\*(.+?)\*\*/gs)].map(([, phrase = '']) => phrase.replace(/\s+/g, ' '))
    for (const phrase of bold) {
      const leadsAParagraph = /[.?]$/.test(phrase)
      if (!leadsAParagraph) expect(words).toContain(phrase)
    }
  })

  // What was measured comes from a recording through <Measured>; what is left are settings of the lab, quotations,
  // and dated facts about named browsers.
  test('types no measured time or share by hand', () => {
    const { lab, attributes } = labIn(lesson)
    const settings = [attributes.preset, ...PRESETS.filter((preset) => preset.lab === lab.id).map((p) => p.switches)]
    const allowed = settings.flatMap((values) => Object.values(values as SwitchValues)).map(String)
    for (const control of Object.values(lab.switches)) if (control.kind === 'range') allowed.push(String(control.max))
    for (const sentence of lesson.prose.replace(/"[^"]*"/g, '').split(/(?<=[.:?])\s/)) {
      if (/Chromium \d+|Firefox ESR \d+/.test(sentence)) continue
      for (const [, number] of sentence.matchAll(/(\d[\d.,]*)(?:\s*(?:ms|%|seconds)|\s+s)(?!\w)/g))
        expect(allowed).toContain(number)
    }
  })

  test('dates every fact about a version of a browser', () => {
    for (const paragraph of lesson.prose.split(/\n\n|\n- /)) {
      if (/Chromium \d+|Firefox ESR \d+/.test(paragraph)) expect(paragraph).toMatch(/measured in\s+November\s+2026/i)
    }
  })
})
