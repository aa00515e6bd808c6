/** The one word for octets that nobody here can read. */
import type { Vocabulary } from '../../vocabulary.ts'

export const OCTETS_VOCABULARY = {
  octets: {
    title: 'Octets of another protocol',
    sentence:
      'The connection has gone over to a protocol that is not read here, so its octets are shown without names.',
    spec: 'rfc9110#section-7.8',
  },
} satisfies Vocabulary
