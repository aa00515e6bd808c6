/** The words of multipart content: RFC 2046 section 5.1, and WHATWG HTML where parts replace one another. */
import type { Vocabulary } from '../../vocabulary.ts'

const SYNTAX = 'rfc2046#section-5.1.1'
const FIELDS = 'rfc2045#section-3'

export const MULTIPART_VOCABULARY = {
  'body-part': {
    title: 'Part',
    sentence:
      'Field lines, an empty line and a body, like a message inside the message; in multipart/x-mixed-replace each part takes the place of the one before.',
    spec: SYNTAX,
  },
  delimiter: {
    title: 'Delimiter',
    sentence: 'A line with the boundary: what stands before it is a whole part, and another part follows.',
    spec: SYNTAX,
  },
  'close-delimiter': {
    title: 'Last delimiter',
    sentence: 'A line with the boundary and two hyphens behind it: no more parts follow.',
    spec: SYNTAX,
  },
  preamble: {
    title: 'Preamble',
    sentence: 'What stands before the first delimiter: readers of multipart ignore it.',
    spec: SYNTAX,
  },
  epilogue: { title: 'Epilogue', sentence: 'What stands behind the last delimiter: it is ignored too.', spec: SYNTAX },
  unreadable: {
    title: 'Not readable',
    sentence: 'Without a boundary that can be used, nothing tells where one part ends and another starts.',
    spec: SYNTAX,
  },

  'field-line': {
    title: 'Field of the part',
    sentence: 'A name, a colon and a value: something about this part only.',
    spec: FIELDS,
  },
  'field-name': {
    title: 'Field name',
    sentence: 'Which field this is; those that count start with Content-.',
    spec: FIELDS,
  },
  'field-value': { title: 'Field value', sentence: 'What the field says of the part.', spec: FIELDS },
  'empty-line': { title: 'Empty line', sentence: 'Here the fields of the part end and its body starts.', spec: SYNTAX },
  body: {
    title: 'Body of the part',
    sentence: 'The content itself, octet for octet; the end of line before the next delimiter is not among them.',
    spec: SYNTAX,
  },

  'dash-boundary': {
    title: 'Boundary',
    sentence:
      'Two hyphens and the boundary that the Content-Type field names: a text that stands nowhere in the parts.',
    spec: SYNTAX,
  },
  close: { title: 'Two hyphens more', sentence: 'They say that this is the last delimiter.', spec: SYNTAX },
  'transport-padding': {
    title: 'Padding',
    sentence: 'Spaces or tabs that some relay has put behind the boundary; they mean nothing.',
    spec: SYNTAX,
    delimiter: true,
  },
  CRLF: {
    title: 'End of line',
    sentence: 'Carriage return and line feed; before a boundary, they belong to the delimiter and not to the part.',
    spec: SYNTAX,
    delimiter: true,
  },
  LF: {
    title: 'Line feed alone',
    sentence: 'A line feed without the carriage return that belongs before it; many readers accept it.',
    spec: 'rfc2046#section-4.1.1',
    delimiter: true,
  },
  colon: { title: 'Colon', sentence: 'Separates the name of a field from its value.', spec: FIELDS, delimiter: true },
  OWS: {
    title: 'Optional whitespace',
    sentence: 'Spaces or tabs before a value; they mean nothing.',
    spec: FIELDS,
    delimiter: true,
  },

  'part-number': {
    title: 'Number of the part',
    sentence: 'Which part of this content it is, counted from 1.',
    spec: SYNTAX,
  },
} satisfies Vocabulary
