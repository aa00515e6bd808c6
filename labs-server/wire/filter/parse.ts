/**
 * Reads a filter in plain words.
 *
 *   filter    = phrase *( joiner phrase )            ; units for which one phrase holds
 *   phrase    = [ thing *( joiner thing ) ] *( [ joiner ] [ "not" ] condition )
 *   thing     = a unit's or part's name / a layer / "faults" / "headers" / "incomplete" / "gaps"
 *   joiner    = "," / "and" / "or" / "but"
 *
 * Rule 1: things add up (`chunks and requests`), conditions narrow down (`from the server and larger than 1 kB`).
 * Rule 2: a thing behind conditions begins a phrase of its own.
 * Rule 3: `or` between conditions begins a phrase with the same things: `chunks from the client or larger than 1 kB`.
 * Rule 4: what is said before a noun narrows it down: `HTTP/2 frames`, `incomplete requests`.
 */
import { ConditionReader } from './conditions.ts'
import { Cursor, type Problem } from './cursor.ts'
import type { Condition, Filter, Test } from './filter.ts'
import {
  COMMON_THINGS,
  COMPARISONS,
  CONDITION_STARTS,
  FILLERS,
  JOINER_SUGGESTIONS,
  JOINERS,
  NEGATIONS,
  type Suggestion,
} from './grammar.ts'
import { nearWords } from './near.ts'
import { type FilterWords, nounAt, plural } from './words.ts'

export interface Parsed {
  /** What was understood; empty when nothing was typed. */
  readonly filter: Filter
  readonly problems: readonly Problem[]
  /** What may stand behind the last word. */
  readonly expected: readonly Suggestion[]
}

interface OpenPhrase {
  readonly things: Test[]
  readonly conditions: Condition[]
}

type Joined = 'or' | 'and' | undefined

const COMMON_NOUNS: Readonly<Record<string, Test>> = {
  fault: { kind: 'fault', code: undefined },
  faults: { kind: 'fault', code: undefined },
  errors: { kind: 'fault', code: undefined },
  headers: { kind: 'headers' },
  header: { kind: 'headers' },
  incomplete: { kind: 'incomplete' },
  arriving: { kind: 'incomplete' },
  unfinished: { kind: 'incomplete' },
  gap: { kind: 'gap' },
  gaps: { kind: 'gap' },
}

export function parseFilter(typed: string, words: FilterWords): Parsed {
  const cursor = new Cursor(typed)
  const conditions = new ConditionReader(cursor, words)
  const phrases: OpenPhrase[] = [{ things: [], conditions: [] }]
  while (!cursor.isAtEnd) {
    const joined = passJoiners(cursor)
    const not = passNegation(cursor)
    if (cursor.endsWith(() => startsOf(words))) break
    const from = cursor.at
    const condition = conditions.read()
    if (condition !== undefined) addCondition(phrases, { not, test: condition }, joined)
    else if (cursor.at === from) {
      const thing = readThing(cursor, words)
      if (thing !== undefined) addThing(phrases, thing, not, joined)
      else passUnknown(cursor, words)
    }
  }
  const filter = phrases.filter(({ things, conditions }) => things.length + conditions.length > 0)
  if (cursor.expected.length === 0) cursor.expected = continuationsOf(filter.at(-1), words)
  return { filter, problems: cursor.problems, expected: cursor.expected }
}

function addCondition(phrases: OpenPhrase[], condition: Condition, joined: Joined): void {
  const { things, conditions } = phrases.at(-1) as OpenPhrase
  if (joined === 'or' && things.length + conditions.length > 0) {
    // Rule 3.
    phrases.push({ things: conditions.length > 0 ? [...things] : [], conditions: [condition] })
  } else conditions.push(condition)
}

function addThing(phrases: OpenPhrase[], thing: Test, not: boolean, joined: Joined): void {
  const { things, conditions } = phrases.at(-1) as OpenPhrase
  const before = things.at(-1)
  if (not) conditions.push({ not, test: thing })
  else if (conditions.length > 0 && (things.length > 0 || joined === 'or')) {
    // Rule 2.
    phrases.push({ things: [thing], conditions: [] })
  } else if (joined === undefined && (before?.kind === 'layer' || before?.kind === 'incomplete')) {
    // Rule 4.
    conditions.push({ not: false, test: before })
    things.splice(-1, 1, thing)
  } else things.push(thing)
}

/** Passes over joiners, and over words that say nothing. */
function passJoiners(cursor: Cursor): Joined {
  let joined: Joined
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    const isJoiner = token.kind === 'comma' || (token.kind === 'word' && JOINERS.has(token.lower))
    if (!isJoiner && !(token.kind === 'word' && FILLERS.has(token.lower))) break
    if (isJoiner && joined !== 'or') joined = token.lower === 'or' ? 'or' : 'and'
    cursor.take()
  }
  return joined
}

/** `not`, `other than`, `except for`. */
function passNegation(cursor: Cursor): boolean {
  if (cursor.accept(...NEGATIONS) === undefined) return false
  cursor.accept('for', 'than')
  while (cursor.accept(...FILLERS) !== undefined);
  return true
}

function readThing(cursor: Cursor, words: FilterWords): Test | undefined {
  const token = cursor.peek()
  if (token?.kind !== 'word') return undefined
  if (Object.hasOwn(COMMON_NOUNS, token.lower)) {
    cursor.take()
    return COMMON_NOUNS[token.lower]
  }
  if (token.lower === 'cut' && cursor.peek(1)?.lower === 'short') {
    cursor.at += 2
    return { kind: 'incomplete' }
  }
  const noun = nounAt(cursor, words)
  cursor.at += noun?.words ?? 0
  return noun?.test
}

function passUnknown(cursor: Cursor, words: FilterWords): void {
  const token = cursor.take()
  if (token.kind === 'text') {
    cursor.problem(token, `Write “containing ${JSON.stringify(token.text)}” to look for text`)
    return
  }
  const near = nearWords(token.lower, [
    ...startsOf(words).map(({ text }) => text.split(' ')[0] as string),
    ...Object.keys(COMPARISONS),
    ...words.nouns.keys(),
  ])
  cursor.problem(token, `“${token.text}” is not known here`, near)
}

function startsOf({ units }: FilterWords): readonly Suggestion[] {
  const ofRun = units.map((name) => ({ text: plural(name.replaceAll('-', ' ')), about: 'units of this run' }))
  return [...ofRun, ...COMMON_THINGS, ...CONDITION_STARTS]
}

function continuationsOf(phrase: OpenPhrase | undefined, words: FilterWords): readonly Suggestion[] {
  if (phrase === undefined) return startsOf(words)
  return phrase.conditions.length === 0
    ? [...CONDITION_STARTS, ...JOINER_SUGGESTIONS]
    : [...JOINER_SUGGESTIONS, ...CONDITION_STARTS]
}
