/** Phrases in the prose that point at octets: "the last chunk" lights up the last chunks in the lab, and selects one. */

import type { Selection } from '#site/wire-view/wire-model.ts'
import type { Part } from '#wire/pdu.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'
import { evidenceOf } from './evidence.ts'

/** What a phrase names: a unit, a part, or a part of a unit, by their names. */
export interface PhraseTarget {
  readonly unit?: string | undefined
  readonly part?: string | undefined
}

export interface PhraseMatch {
  readonly unit: LoggedUnit
  /** Indexes into `parts`, from the unit down; empty for the unit itself. */
  readonly path: readonly number[]
}

/** The units of the run that a phrase names, in order, each with the first of its parts that is meant. */
export function matchesOf(log: UnitLog, { unit, part }: PhraseTarget): readonly PhraseMatch[] {
  if (unit === undefined && part === undefined) return []
  return log.units.flatMap((logged) => {
    if (unit !== undefined && logged.unit.name !== unit) return []
    const path = part === undefined ? [] : pathTo(logged.unit, part)
    return path === undefined ? [] : [{ unit: logged, path }]
  })
}

/** The selection that shows a match. */
export function selectionOf({ unit: { unit, key, connection }, path }: PhraseMatch): Selection | undefined {
  let part: Part | undefined = unit
  for (const index of path) part = part?.parts?.[index]
  const range = part?.ranges[0]
  if (range === undefined) return undefined
  return { connection: connection.id, direction: unit.direction, range, unit: key, part: path }
}

/** The way to the first part of this name, depth first; empty when the unit itself has it. */
function pathTo(part: Part, name: string): readonly number[] | undefined {
  if (part.name === name) return []
  for (const [index, inner] of (part.parts ?? []).entries()) {
    const rest = pathTo(inner, name)
    if (rest !== undefined) return [index, ...rest]
  }
  return undefined
}

const RUN_FIRST = 'Run the lab first: nothing of this kind has crossed the wire yet.'

/**
 * Listens to every phrase of the page that points at `lab`; a phrase that names no lab points at the page's first.
 * `say` is given a sentence when a phrase finds nothing. Returns how to end it.
 */
export function listenToPhrases(lab: string, say: (sentence: string) => void): () => void {
  const listening = new AbortController()
  const options = { signal: listening.signal }

  const phraseAt = (event: Event) => {
    const phrase = event.target instanceof Element ? event.target.closest<HTMLElement>('.wire-phrase') : null
    const meant = phrase?.dataset.wireLab ?? document.querySelector<HTMLElement>('[data-lab]')?.dataset.lab
    return meant === lab ? phrase : null
  }
  const found = (phrase: HTMLElement) => {
    const evidence = evidenceOf(lab).peek()
    const target = { unit: phrase.dataset.wireUnit, part: phrase.dataset.wirePart }
    return { model: evidence?.model, matches: evidence ? matchesOf(evidence.log, target) : [] }
  }
  const light = (event: Event) => {
    const phrase = phraseAt(event)
    if (phrase === null) return
    const { model, matches } = found(phrase)
    phrase.title = matches.length === 0 ? RUN_FIRST : ''
    if (model !== undefined) model.lit.value = matches.map(({ unit }) => unit.key)
  }
  const clear = (event: Event) => {
    const model = evidenceOf(lab).peek()?.model
    if (phraseAt(event) !== null && model !== undefined) model.lit.value = []
  }

  document.addEventListener('pointerover', light, options)
  document.addEventListener('focusin', light, options)
  document.addEventListener('pointerout', clear, options)
  document.addEventListener('focusout', clear, options)
  document.addEventListener('keydown', (event) => event.key === 'Escape' && clear(event), options)
  document.addEventListener(
    'click',
    (event) => {
      const phrase = phraseAt(event)
      if (phrase === null) return
      const { model, matches } = found(phrase)
      say(matches.length === 0 ? RUN_FIRST : '')
      const [first] = matches
      if (first === undefined || model === undefined) return
      model.lit.value = matches.map(({ unit }) => unit.key)
      model.selection.value = selectionOf(first)
      document.querySelector(`[data-lab="${lab}"] .lab-wire`)?.scrollIntoView({ block: 'nearest' })
    },
    options,
  )
  return () => listening.abort()
}
