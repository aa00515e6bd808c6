/** What can be wrong with a multipart: RFC 2046 section 5.1. */
import { faultTable } from '../../fault-table.ts'

export const FAULTS = faultTable({
  'boundary-missing': ['rfc2046#section-5.1.1', 'a boundary parameter in the Content-Type field'],
  'boundary-too-long': ['rfc2046#section-5.1.1', 'a boundary of at most 70 characters'],
  'boundary-character': [
    'rfc2046#section-5.1.1',
    "a boundary of letters, digits, spaces and '()+_,-./:=?, without a space at its end",
  ],
  'delimiter-missing': ['rfc2046#section-5.1.1', 'a line with the boundary before the content ends'],
  'close-delimiter-missing': [
    'rfc2046#section-5.1.1',
    'a line with the boundary and two hyphens behind it before the content ends',
  ],
  'bare-lf': ['rfc2046#section-4.1.1', 'CR before LF at the end of a line'],
  'field-line-colon-missing': ['rfc2045#section-3', 'a colon between field name and field value'],
  'header-fields-too-long': ['rfc2045#section-3', 'an empty line behind the header fields within 65,536 octets'],
})
