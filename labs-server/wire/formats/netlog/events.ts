/**
 * One event of a NetLog: Chromium's net/log/net_log_event_type_list.h says which there are. The file holds their names as
 * numbers, and its constants say which number is which.
 */
import { countOf, type JsonObject, numberOf, objectOf, timeOf } from '../json-values.ts'

export interface NetLogEvent {
  /** `SOCKET_BYTES_SENT` */
  readonly type: string
  readonly phase: 'begin' | 'end' | 'none'
  /** What it happened to. */
  readonly source: number
  /** `SOCKET`, `URL_REQUEST` */
  readonly sourceType: string
  /** Milliseconds since 1970 UTC. */
  readonly time: number
  readonly params: JsonObject
}

/** Reads events by what the constants of their file say. */
export class NetLogEvents {
  readonly #types: ReadonlyMap<unknown, string>
  readonly #sourceTypes: ReadonlyMap<unknown, string>
  readonly #begin: unknown
  readonly #end: unknown
  readonly #offset: number
  /** Whether the constants are those of a NetLog. */
  readonly areKnown: boolean

  constructor(constants: JsonObject) {
    this.#types = namesIn(constants.logEventTypes)
    this.#sourceTypes = namesIn(constants.logSourceType)
    const phases = objectOf(constants.logEventPhase)
    this.#begin = phases?.PHASE_BEGIN
    this.#end = phases?.PHASE_END
    this.#offset = numberIn(constants.timeTickOffset) ?? 0
    this.areKnown = this.#types.size > 0 && this.#sourceTypes.size > 0
  }

  /** Undefined for what is no event, or one of a kind that the constants do not name. */
  read(value: unknown): NetLogEvent | undefined {
    const event = objectOf(value)
    const source = objectOf(event?.source)
    const type = this.#types.get(event?.type)
    const time = timeOf((numberIn(event?.time) ?? Number.NaN) + this.#offset)
    const id = countOf(source?.id)
    if (event === undefined || type === undefined || time === undefined || id === undefined) return undefined
    return {
      type,
      phase: event.phase === this.#begin ? 'begin' : event.phase === this.#end ? 'end' : 'none',
      source: id,
      sourceType: this.#sourceTypes.get(source?.type) ?? '',
      time,
      params: objectOf(event.params) ?? {},
    }
  }
}

function namesIn(numbers: unknown): ReadonlyMap<unknown, string> {
  return new Map(Object.entries(objectOf(numbers) ?? {}).map(([name, number]) => [number, name]))
}

/** Chromium writes large numbers as text. */
function numberIn(value: unknown): number | undefined {
  return numberOf(typeof value === 'string' && value.trim() !== '' ? Number(value) : value)
}
