/** What follows from a frame and stands in no octets: states, windows, settings and tables, as they were when it came. */
import type { Computed, Direction } from '../../pdu.ts'
import { computedValue } from './computed-value.ts'
import { computedOfFields } from './field-computed.ts'
import type { FrameFacts, SettingsFacts } from './frame-facts.ts'
import { FRAME_HEADER_OCTETS, type FrameHeader } from './frame-header.ts'
import { SPECS } from './names.ts'
import { SETTINGS } from './registries.ts'

export function computedOf(frame: FrameHeader, facts: FrameFacts, direction: Direction): readonly Computed[] {
  const { stateBefore, stateAfter, settings, fields, notDecodedSince } = facts
  const all: Computed[] = []
  if (stateAfter !== undefined) all.push(computedValue('stream-state', stateAfter, stateBefore))
  addWindows(all, frame, facts, direction)
  if (settings !== undefined) all.push(...computedOfSettings(settings))
  if (fields !== undefined) all.push(...computedOfFields(fields))
  if (notDecodedSince !== undefined) {
    all.push(computedValue('not-decoded', `since octet ${notDecodedSince}, where a field block could not be read`))
  }
  return all
}

/** DATA use up the windows of their sender; WINDOW_UPDATE opens one of the other end. */
function addWindows(
  all: Computed[],
  { name, start, end }: FrameHeader,
  { connectionWindow, streamWindow, value }: FrameFacts,
  direction: Direction,
): void {
  const isData = name === 'DATA'
  const of = (direction === 'client-to-server') === isData ? 'client' : 'server'
  const change = isData ? start + FRAME_HEADER_OCTETS - end : Number(value)
  if (connectionWindow !== undefined) {
    all.push(computedValue(`${of}-connection-window`, connectionWindow + change, connectionWindow))
  }
  if (streamWindow !== undefined) {
    all.push(computedValue(`${of}-stream-window`, streamWindow + change, streamWindow))
  }
}

/** What is announced is told by what changes; what is in force, in full. */
function computedOfSettings({ name, before, after }: SettingsFacts): readonly Computed[] {
  const rows = Object.entries(SETTINGS)
    .map(([identifier, setting]) => [setting, before[Number(identifier)], after[Number(identifier)]] as const)
    .filter(([, was, is]) => name === 'settings-in-force' || was !== is)
    .map(([setting, was, is]) => [setting, said(was), said(is)])
  return rows.length === 0
    ? []
    : [{ kind: 'table', name, columns: ['setting', 'before', 'after'], rows, spec: SPECS[name] }]
}

function said(value = Number.POSITIVE_INFINITY): number | string {
  return value === Number.POSITIVE_INFINITY ? 'no limit' : value
}
