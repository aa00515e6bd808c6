/** Says what the values in an event stream mean. */
import type { Part } from '../../pdu.ts'

const FIELDS: Readonly<Record<string, string>> = {
  data: 'data adds a line to what the script will get.',
  event: 'event names the type of the event, and so the listeners that are called.',
  id: 'id sets the last event ID, which the browser sends when it connects again.',
  retry: 'retry sets how many milliseconds the browser waits before it connects again.',
}

/** `parent` is the part around it. */
export function valueSentence(part: Part, parent: Part | undefined): string | undefined {
  switch (part.name) {
    case 'field-line':
      return fieldSentence(part)
    case 'field-name':
    case 'field-value':
      return parent?.name === 'field-line' ? fieldSentence(parent) : undefined
    case 'block':
      return part.fault === undefined ? undefined : 'The stream ended before a blank line did: the block is discarded.'
    default:
      return undefined
  }
}

function fieldSentence(line: Part): string | undefined {
  const name = textOf(line, 'field-name') ?? ''
  const value = textOf(line, 'field-value') ?? ''
  const sentence = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
  if (sentence === undefined) return ignoredSentence(name)
  if (name === 'id') {
    if (value.includes('\0')) return 'An id that holds the character U+0000 is ignored.'
    if (value === '') return 'An id without a value sets the last event ID back: none is sent when connecting again.'
  }
  if (name === 'retry' && !/^\d+$/.test(value)) return 'A retry is ignored unless it is made of ASCII digits only.'
  if (name === 'event' && value === '') return 'An event field without a value leaves the type at "message".'
  return sentence
}

function ignoredSentence(name: string): string {
  const meant = name.trim().toLowerCase()
  return Object.hasOwn(FIELDS, meant)
    ? `"${name}" is ignored: it is not "${meant}", letter by letter.`
    : `"${name}" is none of the four names, so the line is ignored.`
}

function textOf(line: Part, name: string): string | undefined {
  const value = line.parts?.find((part) => part.name === name)?.value
  return typeof value === 'string' ? value : undefined
}
