/** The words of server-sent events: WHATWG HTML, "Server-sent events". */
import type { Vocabulary } from '../../vocabulary.ts'

const PARSING = 'whatwg-html#parsing-an-event-stream'
const INTERPRETATION = 'whatwg-html#event-stream-interpretation'
const DISPATCH = 'whatwg-html#dispatchMessage'

export const EVENT_STREAM_VOCABULARY = {
  event: {
    title: 'Server-sent event',
    sentence: 'Lines up to a blank one, with data among them: when the blank line has come, the script gets the event.',
    spec: INTERPRETATION,
  },
  block: {
    title: 'Block without event',
    sentence:
      'Lines of which no script hears: comments only, fields without data, or lines that no blank line has ended.',
    spec: INTERPRETATION,
  },

  'field-line': {
    title: 'Field',
    sentence: 'A name, a colon and a value; of the names only data, event, id and retry mean something.',
    spec: PARSING,
  },
  'field-name': {
    title: 'Field name',
    sentence: 'Which field this is, compared letter by letter: upper and lower case differ.',
    spec: INTERPRETATION,
  },
  'field-value': {
    title: 'Field value',
    sentence: 'The rest of the line; one space behind the colon does not belong to it, a second one does.',
    spec: INTERPRETATION,
  },
  comment: {
    title: 'Comment',
    sentence:
      'A line that starts with a colon, and is ignored: servers send one now and then so that the way stays open.',
    spec: PARSING,
  },
  'comment-text': {
    title: 'Text of the comment',
    sentence: 'What the comment says, which browsers skip.',
    spec: PARSING,
  },
  'blank-line': {
    title: 'Blank line',
    sentence:
      'The end of a line with nothing before it: here the block ends, and if it has data the event is dispatched.',
    spec: DISPATCH,
  },
  'further-lines': {
    title: 'Further lines',
    sentence: 'This block has so many lines that these are not taken apart here; they count all the same.',
    spec: PARSING,
  },

  bom: {
    title: 'Byte order mark',
    sentence: 'Three octets at the very start which say "UTF-8"; they belong to no line.',
    spec: PARSING,
    delimiter: true,
  },
  colon: {
    title: 'Colon',
    sentence: 'Separates name and value; at the start of a line, it starts a comment.',
    spec: PARSING,
    delimiter: true,
  },
  space: {
    title: 'Space',
    sentence: 'The one space behind the colon that is dropped.',
    spec: PARSING,
    delimiter: true,
  },
  'end-of-line': {
    title: 'End of line',
    sentence: 'CR and LF, LF alone, or CR alone: all three end a line.',
    spec: PARSING,
    delimiter: true,
  },

  dispatched: {
    title: 'Dispatched',
    sentence:
      'Whether the script gets an event of this block: only if it has a data field, and its blank line has come.',
    spec: DISPATCH,
  },
  type: {
    title: 'Type of the event',
    sentence: 'Which listeners are called: the value of the last event field, or "message" if there is none.',
    spec: DISPATCH,
  },
  data: {
    title: 'Data of the event',
    sentence: 'The values of all data fields of the block, joined by line feeds: what the script reads as event.data.',
    spec: DISPATCH,
  },
  'last-event-id': {
    title: 'Last event ID',
    sentence:
      'The value of the latest id field of the whole stream; the browser sends it as Last-Event-ID when it connects again.',
    spec: 'whatwg-html#concept-event-stream-last-event-id',
  },
  'reconnection-time': {
    title: 'Reconnection time',
    sentence: 'How many milliseconds the browser waits before it connects again; the latest valid retry field counts.',
    spec: 'whatwg-html#concept-event-stream-reconnection-time',
  },
} satisfies Vocabulary
