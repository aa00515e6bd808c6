/** The words of XMLSocket: what ActionScript's reference says of the class. */
import type { Vocabulary } from '../../vocabulary.ts'

const SEND = 'xmlsocket#send()'
const CONNECT = 'xmlsocket#connect()'

export const XMLSOCKET_VOCABULARY = {
  message: {
    title: 'XMLSocket message',
    sentence: 'A text, XML as a rule, ended by a zero octet: either side sends one whenever it has something to say.',
    spec: SEND,
  },
  'policy-file-request': {
    title: 'Request for the policy file',
    sentence: 'Before it lets a movie use the socket, Flash Player asks the server which sites may connect to it.',
    spec: CONNECT,
  },
  'policy-file': {
    title: 'Policy file',
    sentence:
      'The answer to Flash Player, which then closes this connection: whose movies may connect, and to which ports.',
    spec: CONNECT,
  },
  text: { title: 'Text', sentence: 'What is said, in UTF-8; it cannot hold a zero octet.', spec: SEND },
  NUL: {
    title: 'Zero octet',
    sentence: 'Ends the message: what came since the zero octet before it is handed to the program.',
    spec: SEND,
  },
} satisfies Vocabulary
