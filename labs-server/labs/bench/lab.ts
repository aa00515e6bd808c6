/** The bench: any way down with any way up, under the same task. Every other lab of a transport is a preset of it. */
import { transportOf } from '../../transports/index.ts'
import { rarerStandIn } from '../../transports/transport.ts'
import { defineLab } from '../lab.ts'
import { pathOf } from '../path-switches.ts'
import { acts, benchSwitches } from './switches.ts'

export const bench = defineLab({
  id: 'bench',
  title: 'The bench',
  summary: 'Choose a way down and a way up, let both carry the same task, and watch what it takes.',
  switches: benchSwitches,
  acts,
  judged: true,
  needsTls: ({ down, up }) => [down, up].some((id) => transportOf(id)?.origin === 'tls'),
  standIn: ({ down, up }) => {
    const [one, other] = [down, up].map((id) => transportOf(id)?.standIn ?? 'script')
    return rarerStandIn(one ?? 'script', other ?? 'script')
  },
  path: pathOf,
  commands: ({ down, up }) => [
    { label: 'The way down', method: 'GET', path: `${down}/` },
    { label: 'A message up', method: 'POST', path: `${up}/`, body: 'hello' },
  ],
})
