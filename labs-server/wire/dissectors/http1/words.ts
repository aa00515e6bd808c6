/** HTTP/1.1 with all its words. */
import type { DissectorEntry } from '../../layer.ts'
import { http1 } from './index.ts'
import { valueSentence } from './value-sentences.ts'
import { HTTP1_VOCABULARY } from './vocabulary.ts'

export const http1InWords: DissectorEntry = { ...http1, vocabulary: HTTP1_VOCABULARY, valueSentence }
