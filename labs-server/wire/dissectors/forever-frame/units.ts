/** The pieces of a page that never ends: scripts, and what stands between them. They keep offsets only. */
import { ContentUnit } from '../../content-unit.ts'
import type { CarriedContent } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { latin1, type OctetRange } from '../../octets.ts'
import type { Computed, Part } from '../../pdu.ts'
import { utf8 } from '../../utf8.ts'

/** What stands before, between and behind the scripts. */
export class Markup extends ContentUnit {
  readonly #padding: number

  constructor(content: CarriedContent, range: OctetRange, padding: number, complete: boolean) {
    super(content, range, complete)
    this.#padding = padding
  }

  get layer(): 'forever-frame' {
    return 'forever-frame'
  }

  get name(): 'markup' {
    return 'markup'
  }

  get computed(): readonly Computed[] {
    return [{ kind: 'value', name: 'padding', value: this.#padding }]
  }
}

/** Where the pieces of a script element lie; those that have not come are undefined. */
export interface ScriptPlace {
  readonly start: number
  readonly textStart: number | undefined
  readonly textEnd: number | undefined
  readonly end: number
}

const ONE_OCTET_CHARSETS = ['iso-8859-1', 'us-ascii', 'windows-1252']

export class Script extends ContentUnit {
  readonly #place: ScriptPlace

  constructor(content: CarriedContent, place: ScriptPlace, complete: boolean, fault?: Fault) {
    super(content, place, complete, fault)
    this.#place = place
  }

  get layer(): 'forever-frame' {
    return 'forever-frame'
  }

  get name(): 'script' {
    return 'script'
  }

  /** The text of the script, as far as it has come. */
  get value(): string {
    const { textStart = this.end, textEnd = this.end } = this.#place
    const octets = this.octets.subarray(textStart, textEnd)
    const charset = this.content.parameters.get('charset')?.toLowerCase() ?? 'utf-8'
    return ONE_OCTET_CHARSETS.includes(charset) ? latin1(octets) : utf8(octets)
  }

  get parts(): readonly Part[] {
    const { start, textStart, textEnd, end } = this.#place
    const parts = [this.part('start-tag', start, textStart ?? end)]
    if (textStart === undefined) return parts
    parts.push(this.part('script-text', textStart, textEnd ?? end, { value: this.value }))
    if (textEnd !== undefined) parts.push(this.part('end-tag', textEnd, end))
    return parts
  }
}
