/** What the two ways cost, in the bench's own figures. */
import type { Way } from '../../transports/transport.ts'
import type { Answer, Judge } from '../verdict.ts'
import { type BenchFigures, benchFigures, latencyText } from './figures.ts'
import type { BenchSwitches } from './switches.ts'

export const judge: Judge = ({ log, script, switches }) => {
  const figures = benchFigures(log, script, switches as BenchSwitches)
  return [
    ...overheadAnswer(figures),
    ...(['down', 'up'] as const).flatMap((way) => latencyAnswer(figures, way)),
    ...cutAnswer(figures),
    ...againAnswer(figures),
  ]
}

function overheadAnswer({ overhead }: BenchFigures): readonly Answer[] {
  if (overhead === undefined) return []
  return [
    { question: 'Octets besides the messages, for each', answer: `${Math.round(overhead)} octets.`, from: 'trace' },
  ]
}

function latencyAnswer({ latency, asked, arrived }: BenchFigures, way: Way): readonly Answer[] {
  const { medianMs, p95Ms } = latency[way] ?? {}
  if (asked[way] === 0 || medianMs === undefined || p95Ms === undefined) return []
  const missing = asked[way] - arrived[way]
  return [
    {
      question: `From sending to arriving, ${way}`,
      answer: `${latencyText(medianMs)} ms in the middle, ${latencyText(p95Ms)} ms for the slowest twentieth${missing > 0 ? `; ${missing} of ${asked[way]} have not arrived` : ''}.`,
      from: 'script',
    },
  ]
}

function againAnswer({ again }: BenchFigures): readonly Answer[] {
  if (again.down + again.up === 0) return []
  return [
    {
      question: 'Did a message come twice?',
      answer: `${again.down} down and ${again.up} up came again, and were ignored by their numbers.`,
      from: 'trace',
    },
  ]
}

function cutAnswer({ cuts, comebackMs, reported }: BenchFigures): readonly Answer[] {
  if (cuts === 0) return []
  const back =
    comebackMs === undefined ? 'nothing came after it' : `the next message came ${Math.round(comebackMs)} ms later`
  return [
    {
      question: 'What happened when the connection was cut?',
      answer: `The script was told; ${back}, and ${reported ? 'all messages arrived in the end' : 'the task did not end'}.`,
      from: 'script',
    },
  ]
}
