/** Says what the blocks of an event stream are. */
import type { Narrator } from '../../narration.ts'
import { counted } from '../../number-words.ts'
import type { Computed, Part, Pdu } from '../../pdu.ts'

export const eventStreamNarrator: Narrator = { unit: unitWords, spoken: () => undefined }

function unitWords(unit: Pdu): string {
  return unit.name === 'event' ? eventWords(unit) : blockWords(unit)
}

/** `Event of type add, id 7: 8 characters of data`. */
function eventWords(unit: Pdu): string {
  const id = computed(unit, 'last-event-id')
  const withId = id === '' ? '' : `, id ${id}`
  return `Event of type ${computed(unit, 'type')}${withId}: ${counted(String(unit.value).length, 'character')} of data`
}

function blockWords(unit: Pdu): string {
  if (unit.fault !== undefined) return 'Event that is never dispatched'
  if (!unit.complete) return 'Event not dispatched yet'
  const parts = unit.parts ?? []
  const lines = parts.filter(({ name }) => name === 'field-line')
  if (lines.length === 0) {
    const comment = parts.find(({ name }) => name === 'comment')
    return comment === undefined ? 'Blank line' : `Comment "${textOf(comment)}"`
  }
  const changes = [said(unit, 'reconnection-time', ' ms'), said(unit, 'last-event-id', '')].filter(
    (change) => change !== undefined,
  )
  return `No event${changes.length === 0 ? '' : `, but ${changes.join(', ')}`}`
}

function said(unit: Pdu, name: string, measure: string): string | undefined {
  const value = computed(unit, name)
  return value === undefined ? undefined : `${name.replaceAll('-', ' ')} ${value}${measure}`
}

function computed(unit: Pdu, name: string): string | undefined {
  const found: Computed | undefined = unit.computed?.find((each) => each.name === name)
  return found?.kind === 'value' ? String(found.value) : undefined
}

function textOf(comment: Part): string {
  return String(comment.parts?.find(({ name }) => name === 'comment-text')?.value ?? '').trim()
}
