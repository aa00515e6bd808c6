/** A Bayeux message: a JSON object with a channel. It keeps offsets only. */
import { ContentUnit } from '../../content-unit.ts'
import type { CarriedContent } from '../../dissector.ts'
import type { OctetRange } from '../../octets.ts'
import type { Computed, Part } from '../../pdu.ts'
import { isChannelName, isChannelPattern, isClientId, isVersion } from './channels.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import { elementsOf, type JsonItems, type JsonMember, type JsonValue, membersOf, plainValue, stringAt } from './json.ts'
import { type Fields, kindOf, type MessageKind, missingField } from './kinds.ts'

/** Objects and arrays within each other are taken apart as deep as this; what nests deeper is one value. */
const MAX_TAKEN_APART = 4

/** More members or elements of one object or array stand together in one part: it bounds what parts can cost. */
export const MAX_LISTED_ITEMS = 1000

const FIELD_NAMES = [
  'channel',
  'version',
  'minimumVersion',
  'supportedConnectionTypes',
  'clientId',
  'advice',
  'connectionType',
  'id',
  'timestamp',
  'data',
  'successful',
  'subscription',
  'error',
  'ext',
]

const ADVICE_NAMES = ['reconnect', 'timeout', 'interval', 'multiple-clients', 'hosts']

/** The fields of a message, as far as they could be read. */
export interface MessageFields {
  readonly fields: Fields
  /** How many members are named `channel`. */
  readonly channels: number
  readonly end: JsonItems<unknown>['end']
}

/** Reads the object that starts at `start`; `octets` end where it does, or before. */
export function readFields(octets: Uint8Array, start: number): MessageFields {
  const { items, end } = membersOf(octets, start)
  const fields = new Map<string, string | number | boolean>()
  let channels = 0
  for (const { nameStart, nameEnd, value } of items) {
    const name = stringAt(octets, nameStart, nameEnd)
    if (name === 'channel') channels += 1
    // What is no field of Bayeux is not asked for, and may be large.
    if (FIELD_NAMES.includes(name)) fields.set(name, name === 'data' ? '' : plainValue(octets, value))
  }
  return { fields, channels, end }
}

/** Whether these are fields of Bayeux: other JSON may have a `channel` too, but neither a path nor a client ID with it. */
export function isBayeux({ fields }: MessageFields): boolean {
  const channel = fields.get('channel')
  return typeof channel === 'string' && (channel.startsWith('/') || fields.has('clientId'))
}

export class BayeuxMessage extends ContentUnit {
  /** `isWhole`: its last bracket is there. */
  constructor(content: CarriedContent, range: OctetRange, isWhole: boolean, isOver: boolean) {
    const code = faultOf(content, range, isWhole, isOver)
    super(content, range, isWhole, code && FAULTS[code])
  }

  get layer(): 'bayeux' {
    return 'bayeux'
  }

  get name(): 'message' {
    return 'message'
  }

  /** The channel. */
  get value(): string {
    return String(this.#fields.get('channel') ?? '')
  }

  get computed(): readonly Computed[] {
    return this.#kind === undefined ? [] : [{ kind: 'value', name: 'kind', value: this.#kind }]
  }

  get parts(): readonly Part[] {
    return this.#object(this.octets, this.start, { names: FIELD_NAMES, depth: 1, kind: this.#kind })
  }

  /** A WebSocket calls what carries it a message too. */
  protected override get idName(): string {
    return 'bayeux'
  }

  get #fields(): Fields {
    return readFields(this.octets, this.start).fields
  }

  get #kind(): MessageKind | undefined {
    const fields = this.#fields
    return fields.has('channel') ? kindOf(this.direction, fields) : undefined
  }

  #object(octets: Uint8Array, start: number, place: Place): readonly Part[] {
    const read = membersOf(octets, start)
    const members = read.items.slice(0, MAX_LISTED_ITEMS).map((member) => this.#member(octets, member, place))
    return this.#bracketed(octets, start, read, members, ['begin-object', 'end-object'])
  }

  #array(octets: Uint8Array, start: number, place: Place): readonly Part[] {
    const read = elementsOf(octets, start)
    const elements = read.items.slice(0, MAX_LISTED_ITEMS).map((value) => ({
      part: this.#value(octets, value, place, plainValue(octets, value)),
      end: value.end,
    }))
    return this.#bracketed(octets, start, read, elements, ['begin-array', 'end-array'])
  }

  /** The brackets and commas around the items, and whatever could not be read. */
  #bracketed(
    octets: Uint8Array,
    start: number,
    { items, end, at }: JsonItems<JsonMember | JsonValue>,
    listed: readonly Placed[],
    [begin, close]: readonly [string, string],
  ): readonly Part[] {
    const parts: Part[] = [this.part(begin, start, start + 1)]
    let behind = start + 1
    for (const [place, item] of listed.entries()) {
      if (place > 0) {
        const comma = octets.indexOf(COMMA, behind)
        parts.push(this.part('value-separator', comma, comma + 1))
      }
      parts.push(item.part)
      behind = item.end
    }
    const until = end === 'whole' ? at - 1 : octets.length
    if (items.length > listed.length) parts.push(this.part('further-items', behind, until))
    else if (end !== 'whole' && behind < until) {
      parts.push(
        this.part('unread', behind, until, { ...(end === 'malformed' && { fault: FAULTS['json-malformed'] }) }),
      )
    }
    if (end === 'whole') parts.push(this.part(close, until, at))
    return parts
  }

  #member(octets: Uint8Array, member: JsonMember, place: Place): Placed {
    const { nameStart, nameEnd, separator, value } = member
    const { names, kind } = place
    const name = stringAt(octets, nameStart, nameEnd)
    const isKnown = names.includes(name)
    const plain = plainValue(octets, value)
    const code = isKnown ? valueFault(name, plain, value, octets, kind) : undefined
    // Advice for one connection type is an object within the advice.
    const isAdvice = names === ADVICE_NAMES || (isKnown && name === 'advice')
    const part = this.part(isKnown ? name : 'member', nameStart, value.end, {
      value: plain,
      ...(code && { fault: FAULTS[code] }),
      parts: [
        this.part('member-name', nameStart, nameEnd, { value: name }),
        this.part('name-separator', separator, separator + 1),
        this.#value(octets, value, { ...place, names: isAdvice ? ADVICE_NAMES : [] }),
      ],
    })
    return { part, end: value.end }
  }

  #value(octets: Uint8Array, { kind, start, end }: JsonValue, place: Place, plain?: Part['value']): Part {
    if ((kind !== 'object' && kind !== 'array') || place.depth === MAX_TAKEN_APART) {
      return this.part('value', start, end, { ...(plain !== undefined && { value: plain }) })
    }
    const inner = octets.subarray(0, end)
    const deeper = { ...place, depth: place.depth + 1 }
    const parts = kind === 'object' ? this.#object(inner, start, deeper) : this.#array(inner, start, deeper)
    return this.part('value', start, end, { parts })
  }
}

interface Placed {
  readonly part: Part
  readonly end: number
}

/** Where in a message an object or array stands. */
interface Place {
  /** The names that Bayeux defines there. */
  readonly names: readonly string[]
  readonly depth: number
  readonly kind: MessageKind | undefined
}

const COMMA = 0x2c

function faultOf(content: CarriedContent, range: OctetRange, isWhole: boolean, isOver: boolean): FaultCode | undefined {
  if (!isWhole) return isOver ? 'message-cut-short' : undefined
  const { fields, channels, end } = readFields(content.octets.slice({ start: 0, end: range.end }), range.start)
  if (end !== 'whole') return 'json-malformed'
  if (channels === 0) return 'channel-missing'
  if (channels > 1) return 'channel-repeated'
  return missingField(kindOf(content.direction, fields), fields)
}

/** What is wrong with the value of a field. */
function valueFault(
  name: string,
  plain: string | number | boolean,
  value: JsonValue,
  octets: Uint8Array,
  kind: MessageKind | undefined,
): FaultCode | undefined {
  const text = value.kind === 'string' ? String(plain) : ''
  switch (name) {
    case 'channel':
      if (isChannelName(text)) return undefined
      return kind === 'publish request' && isChannelPattern(text) ? 'channel-pattern-not-allowed' : 'channel-malformed'
    case 'subscription': {
      const texts =
        value.kind === 'array' ? elementsOf(octets, value.start).items.map((each) => plainValue(octets, each)) : [text]
      const isRight = (each: unknown) => isChannelName(String(each)) || isChannelPattern(String(each))
      return texts.every(isRight) ? undefined : 'subscription-malformed'
    }
    case 'version':
    case 'minimumVersion':
      return isVersion(text) ? undefined : 'version-malformed'
    case 'clientId':
      return isClientId(text) ? undefined : 'client-id-malformed'
    case 'successful':
      return value.kind === 'boolean' ? undefined : 'successful-not-boolean'
    case 'reconnect':
      return ['retry', 'handshake', 'none'].includes(text) ? undefined : 'reconnect-unknown'
    default:
      return undefined
  }
}
