/** Was it duplex? Same connection, same exchange, and did both directions stream at one time: said in the facts of `overlap.ts`. */
import type { ScriptEvent } from '../lab-client.ts'
import type { Answer, Judge } from '../verdict.ts'
import { overlapOf, scriptLeadMs } from './overlap.ts'

export const judge: Judge = ({ log, script }) => {
  const overlap = overlapOf(log)
  if (overlap === undefined) return workerAnswers(script)
  const { connections, exchanges, overlapMs } = overlap
  return [
    {
      question: 'One connection for both directions?',
      answer: connections === 1 ? 'Yes.' : `No: ${connections} connections carried content.`,
      from: 'trace',
    },
    {
      question: 'One exchange, or stream, for both directions?',
      answer: exchanges === 1 ? 'Yes.' : `No: content went over ${exchanges} exchanges.`,
      from: 'trace',
    },
    {
      question: 'First octet down before the last octet up?',
      answer:
        overlapMs > 0
          ? `Yes, by ${overlapMs.toFixed(1)} ms.`
          : `No: it came ${Math.abs(overlapMs).toFixed(1)} ms after.`,
      from: 'trace',
    },
    ...scriptAnswers(script),
  ]
}

/** Whether the script could read while it was still writing: the wire may be duplex where the platform is not. */
function scriptAnswers(script: readonly ScriptEvent[]): readonly Answer[] {
  const leadMs = scriptLeadMs(script)
  if (leadMs === undefined) return []
  const apartMs = Math.abs(leadMs).toFixed(1)
  return [
    {
      question: 'Could the script read before its last write?',
      answer: leadMs > 0 ? `Yes, ${apartMs} ms before.` : `No: ${apartMs} ms after it.`,
      from: 'script',
    },
  ]
}

/** Without a network there is no wire to look at. */
function workerAnswers(script: readonly ScriptEvent[]): readonly Answer[] {
  const answers = scriptAnswers(script)
  if (answers.length === 0) return []
  return [
    { question: 'What crossed a network?', answer: 'No content that this view could see.', from: 'trace' },
    ...answers,
  ]
}
