/** The words of the forever frame: a trick, not a standard, so the sections are those of WHATWG HTML that make it work. */
import type { Vocabulary } from '../../vocabulary.ts'

const SCRIPT = 'whatwg-html#the-script-element'
const TOKENIZATION = 'whatwg-html#tokenization'

export const FOREVER_FRAME_VOCABULARY = {
  script: {
    title: 'Script in a page',
    sentence:
      'A script element: the browser runs it as soon as its end tag has come, though the page goes on, and so each one can bring a message.',
    spec: SCRIPT,
  },
  markup: {
    title: 'Markup between scripts',
    sentence: 'What stands before, between and behind the scripts of the page.',
    spec: TOKENIZATION,
  },
  'start-tag': {
    title: 'Start tag',
    sentence: 'Here the script starts; attributes may stand in the tag.',
    spec: TOKENIZATION,
  },
  'script-text': {
    title: 'Text of the script',
    sentence: 'The program itself; in a forever frame it calls a function of the page around the frame.',
    spec: 'whatwg-html#script-data-state',
  },
  'end-tag': {
    title: 'End tag',
    sentence: 'When its last octet has come, the script is run.',
    spec: 'whatwg-html#script-data-end-tag-name-state',
  },
  padding: {
    title: 'Padding',
    sentence:
      'How many of these octets are whitespace or comments: servers put some before the first script, because browsers wait for a few octets before they start on a page.',
    spec: TOKENIZATION,
  },
} satisfies Vocabulary
