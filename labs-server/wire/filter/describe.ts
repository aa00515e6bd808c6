/** Puts a filter into words, always the same for the same filter: `Chunks from the server larger than 1 kB, on connection 2`. */
import type { Condition, Filter, Phrase, Test } from './filter.ts'
import { sizeText, timeText } from './quantities.ts'
import { plural } from './words.ts'

export function describeFilter(filter: Filter): string {
  if (filter.length === 0) return 'All units'
  const words = filter.map(phraseWords).join('; or ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function phraseWords({ things, conditions }: Phrase): string {
  const sorted = conditions.toSorted((one, other) => placeOf(one) - placeOf(other))
  // Layers and states stand before the noun: `incomplete requests`.
  const before = sorted.filter(isBefore).map(({ test }) => adjective(test))
  const noun = [...before, things.length === 0 ? 'units' : listed(things.map(nounOf), 'and')].join(' ')
  const close: string[] = []
  const apart: string[] = []
  for (const condition of sorted) {
    if (isBefore(condition)) continue
    const kind = condition.test.kind
    if ((kind === 'direction' || kind === 'size' || kind === 'part') && !condition.not)
      close.push(conditionWords(condition))
    else apart.push(conditionWords(condition))
  }
  const main = [noun, ...close].join(' ')
  if (apart.length === 0) return main
  return close.length === 0 ? `${main} ${apart.join(', ')}` : `${main}, ${apart.join(', ')}`
}

const ORDER: readonly Test['kind'][] = [
  'direction',
  'size',
  'part',
  'containing',
  'target',
  'connection',
  'stream',
  'time',
]

function placeOf({ not, test }: Condition): number {
  const place = ORDER.indexOf(test.kind)
  return (place === -1 ? ORDER.length : place) + (not ? 2 * ORDER.length : 0)
}

function isBefore({ not, test }: Condition): boolean {
  return !not && (test.kind === 'layer' || test.kind === 'incomplete')
}

function adjective(test: Test): string {
  return test.kind === 'layer' ? test.title : 'incomplete'
}

function nounOf(test: Test): string {
  switch (test.kind) {
    case 'named':
      return named(test.names[0] as string)
    case 'layer':
      return `units of ${test.title}`
    case 'headers':
      return 'units with header fields'
    case 'fault':
      return 'units with faults'
    case 'incomplete':
      return 'incomplete units'
    case 'gap':
      return 'octets that were not kept'
    default:
      return `units ${adjunct(test)}`
  }
}

function conditionWords({ not, test }: Condition): string {
  if (!not) return adjunct(test)
  switch (test.kind) {
    case 'named':
    case 'gap':
      return `other than ${nounOf(test)}`
    case 'layer':
      return `other than ${test.title}`
    case 'headers':
      return 'without header fields'
    case 'fault':
      return test.code === undefined ? 'without faults' : `without the fault ${test.code}`
    case 'incomplete':
      return 'complete'
    default:
      return `not ${adjunct(test)}`
  }
}

function adjunct(test: Test): string {
  switch (test.kind) {
    case 'named':
      return `that are ${named(test.names[0] as string)}`
    case 'layer':
      return `of ${test.title}`
    case 'headers':
      return 'with header fields'
    case 'fault':
      return test.code === undefined ? 'with faults' : `with the fault ${test.code}`
    case 'incomplete':
      return 'that are incomplete'
    case 'gap':
      return 'that were not kept'
    case 'direction':
      return test.direction === 'client-to-server' ? 'from the client' : 'from the server'
    case 'size':
      return sizeWords(test)
    case 'time':
      return timeWords(test)
    case 'connection':
    case 'stream':
      return `on ${test.kind}${test.ids.length === 1 ? '' : 's'} ${listed(test.ids.map(String), 'or')}`
    case 'containing':
      return `containing ${test.needle.written}`
    case 'part':
      return test.value === undefined ? `with ${test.name}` : `with ${test.name} ${test.value}`
    case 'target':
      return `in exchanges to ${test.text}`
  }
}

function sizeWords({ least, most }: Extract<Test, { kind: 'size' }>): string {
  if (least === most) return `of ${sizeText(least)}`
  if (least <= 0) return `smaller than ${sizeText(most + 1)}`
  if (most === Number.POSITIVE_INFINITY) return `larger than ${sizeText(least - 1)}`
  return `of ${sizeText(least)} to ${sizeText(most)}`
}

function timeWords({ from, to }: Extract<Test, { kind: 'time' }>): string {
  if (to === Number.POSITIVE_INFINITY) return `after ${timeText(from)}`
  if (from === Number.NEGATIVE_INFINITY) return `before ${timeText(to)}`
  return `between ${timeText(from)} and ${timeText(to)}`
}

function listed(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join()
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** `last chunks`; names in capitals, as HTTP/2 has them, stay as they are: `DATA units`. */
function named(name: string): string {
  return name === name.toUpperCase() ? `${name} units` : plural(name.replaceAll('-', ' '))
}
