/** What follows from a frame and stands in no octets: states, windows, settings and tables, as they were when it came. */
import type { Computed } from '../../pdu.ts'
import { computedValue } from './computed-value.ts'
import { computedOfFields } from './field-computed.ts'
import type { FrameFacts, SettingsFacts, WindowFacts } from './frame-facts.ts'
import { SPECS } from './names.ts'
import { SETTINGS } from './registries.ts'

export function computedOf({
  stateBefore,
  stateAfter,
  windows,
  settings,
  fields,
  notDecodedSince,
}: FrameFacts): readonly Computed[] {
  const all: Computed[] = []
  if (stateAfter !== undefined) all.push(computedValue('stream-state', stateAfter, stateBefore))
  if (windows !== undefined) all.push(...computedOfWindows(windows))
  if (settings !== undefined) all.push(...computedOfSettings(settings))
  if (fields !== undefined) all.push(...computedOfFields(fields))
  if (notDecodedSince !== undefined) {
    all.push(computedValue('not-decoded', `since octet ${notDecodedSince}, where a field block could not be read`))
  }
  return all
}

function computedOfWindows({ of, connection, stream, change }: WindowFacts): readonly Computed[] {
  const all: Computed[] = []
  if (connection !== undefined) all.push(computedValue(`${of}-connection-window`, connection + change, connection))
  if (stream !== undefined) all.push(computedValue(`${of}-stream-window`, stream + change, stream))
  return all
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
