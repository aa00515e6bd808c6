/** Reads a page as it comes: each script as soon as its end tag is there, which is when a browser runs it. */
import type { CarriedContent, ContentDissector } from '../../dissector.ts'
import type { Pdu } from '../../pdu.ts'
import { FAULTS } from './faults.ts'
import { type Boundary, PageScanner } from './scanner.ts'
import { Markup, Script, type ScriptPlace } from './units.ts'

export class PageReader implements ContentDissector {
  readonly #content: CarriedContent
  readonly #scanner = new PageScanner()
  /** The first octet that is in no unit yet. */
  #at = 0
  /** Set within a script element. */
  #script: { textStart?: number; textEnd?: number } | undefined

  constructor(content: CarriedContent) {
    this.#content = content
  }

  advance(): readonly Pdu[] {
    const { octets } = this.#content.octets
    const units: Pdu[] = []
    for (let found = this.#scanner.next(octets); found !== undefined; found = this.#scanner.next(octets)) {
      const unit = this.#pass(found)
      if (unit !== undefined) units.push(unit)
    }
    return units
  }

  end(): readonly Pdu[] {
    const units = [...this.advance()]
    const { length } = this.#content.octets
    if (length > this.#at) {
      units.push(this.#script ? this.#scriptUnit(this.#script, length, false, true) : this.#markup(length, true))
    }
    this.#at = length
    return units
  }

  pending(): Pdu | undefined {
    const { length } = this.#content.octets
    if (length === this.#at) return undefined
    return this.#script ? this.#scriptUnit(this.#script, length, false) : this.#markup(length, false)
  }

  #pass({ starts, at }: Boundary): Pdu | undefined {
    switch (starts) {
      case 'start-tag': {
        const markup = at > this.#at ? this.#markup(at, true) : undefined
        this.#at = at
        this.#script = {}
        return markup
      }
      case 'script-text':
        this.#script = { textStart: at }
        return undefined
      case 'end-tag':
        this.#script = { ...this.#script, textEnd: at }
        return undefined
      case 'markup': {
        const script = this.#scriptUnit(this.#script ?? {}, at, true)
        this.#at = at
        this.#script = undefined
        this.#scanner.padding = 0
        return script
      }
    }
  }

  #markup(end: number, complete: boolean): Pdu {
    return new Markup(this.#content, { start: this.#at, end }, this.#scanner.padding, complete)
  }

  #scriptUnit(script: { textStart?: number; textEnd?: number }, end: number, complete: boolean, isOver = false): Pdu {
    const place: ScriptPlace = { start: this.#at, textStart: script.textStart, textEnd: script.textEnd, end }
    return new Script(this.#content, place, complete, isOver ? FAULTS['script-cut-short'] : undefined)
  }
}
