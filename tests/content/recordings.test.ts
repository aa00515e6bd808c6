/** A page whose labs are not running shows recordings: there is one for every lab as it stands, and for what exercises ask. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Check } from '#labs/check.ts'
import { labOf } from '#labs/index.ts'
import { parseSwitches, type SwitchValues } from '#labs/lab.ts'
import { nameOf, type Preset } from '#labs/preset.ts'
import { PRESETS } from '#labs/presets.ts'
import { readRecording } from '#labs-server/cli/recording-file.ts'
import { NOT_RECORDED } from '../../content/not-recorded.ts'
import { checkModule, elementsOf, labsIn, lessonFiles } from './lesson-file.ts'
import { recorded } from './recorded.ts'

const PAGES = new URL('../../site/pages/', import.meta.url)
const LABS = new URL('../../labs-server/labs/', import.meta.url)

const lessons = lessonFiles()

/** The labs of every page: where each stands, and its attributes. */
const shown = [
  ...lessons.flatMap((lesson) => elementsOf(lesson, 'Lab').map((lab) => [lesson.folder, lab] as const)),
  ...readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.astro'))
    .flatMap((path) => labsIn(readFileSync(new URL(path, PAGES), 'utf8')).map((lab) => [path, lab] as const)),
]

/** All switches of a lab as query fields are compared: those that are not named are initial. */
function switchesOf(id: string, given: SwitchValues): string {
  const lab = labOf(id)
  if (lab === undefined) throw new Error(`There is no lab "${id}".`)
  return JSON.stringify(parseSwitches(lab, given))
}

const switchesOfPreset = ({ lab, switches }: Preset) => `${lab} ${switchesOf(lab, switches)}`

test.each(shown)('the lab of %s has a recording as it stands', (_, { id, preset = {} }) => {
  const asItStands = `${id} ${switchesOf(String(id), preset as SwitchValues)}`
  expect(PRESETS.map(switchesOfPreset)).toContain(asItStands)
})

test('no two presets have the same switches', () => {
  const presets = Map.groupBy(PRESETS, switchesOfPreset)
  expect([...presets.values()].filter((same) => same.length > 1).map((same) => same.map(nameOf))).toEqual([])
})

test('every file has its preset, and every preset its file, with the same switches', () => {
  const files = readdirSync(LABS, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^/\\]+[/\\]recordings[/\\]/.test(path))
    .map((path) => path.replaceAll('\\', '/').replace('/recordings/', '/').replace('.json', ''))
  expect(files.toSorted()).toEqual(PRESETS.map(nameOf).toSorted())
  for (const preset of PRESETS) {
    const { lab, switches } = readRecording(preset)?.run ?? {}
    expect(lab).toBe(preset.lab)
    expect(`${lab} ${switchesOf(preset.lab, switches ?? {})}`, nameOf(preset)).toBe(switchesOfPreset(preset))
  }
})

test('a run is named after its preset, and begins with its day: the rest would be noise in a diff', () => {
  for (const preset of PRESETS) {
    const { run, recordedOn } = readRecording(preset) ?? {}
    expect(run).toMatchObject({ id: nameOf(preset), startedAt: Date.parse(String(recordedOn)) })
  }
})

describe('an exercise that a run solves is solved by a recorded one, or says why not:', () => {
  const exercises = lessons.flatMap((lesson) =>
    elementsOf(lesson, 'Exercise').map((exercise) => [`${lesson.folder}/${exercise.id}`, lesson, exercise] as const),
  )

  test.each(exercises)('%s', async (name, lesson, exercise) => {
    const check = (await checkModule(lesson, String(exercise.check))).check as Check
    const solutions = PRESETS.filter(({ lab }) => lab === exercise.lab).filter(
      (preset) => check(recorded(nameOf(preset))).passed,
    )
    if (Object.hasOwn(NOT_RECORDED, name)) expect(solutions).toEqual([])
    else expect(solutions).not.toEqual([])
  })

  test('and no reason is left over', () => {
    const names = exercises.map(([name]) => name)
    for (const [name, reason] of Object.entries(NOT_RECORDED)) {
      expect(names).toContain(name)
      expect(reason).toMatch(/\.$/)
    }
  })
})
