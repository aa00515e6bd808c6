/** The trailer section: fields behind the content (RFC 9112 section 7.1.2, RFC 9110 section 6.5). */
import type { Part } from '../../pdu.ts'
import { FAULTS } from './faults.ts'
import { fieldsNamed, readFieldSection } from './fields.ts'
import { Http1Unit } from './unit.ts'

// RFC 9110 section 6.5.1: "Many fields cannot be processed outside the header section because their evaluation is
// necessary prior to receiving the content, such as those that describe message framing, routing".
const NOT_IN_TRAILERS = ['content-length', 'host', 'te', 'trailer', 'transfer-encoding']

// trailer-section = *( field-line CRLF )
/** With the CRLF that ends the message. */
export class TrailerSection extends Http1Unit {
  readonly name = 'trailer-section'

  get parts(): readonly Part[] {
    const { parts, fields } = readFieldSection(this.octets, this.start)
    const refused = new Set(NOT_IN_TRAILERS.flatMap((name) => fieldsNamed(fields, name)).map((field) => field.place))
    return parts.map((part, place) =>
      refused.has(place) ? { ...part, fault: FAULTS['trailer-field-not-allowed'] } : part,
    )
  }
}
