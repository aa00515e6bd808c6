/** Passes when a single request carried at least five DATA frames with octets. */
import { dataOf, type Stream, streamsOf } from '../../../streams.ts'
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 5

export const check = benchCheck({ up: 'h2-upload' }, '"Streaming upload, HTTP/2" as the way up', ({ log }) => {
  const requests = streamsOf(log).filter(({ method }) => method === 'POST')
  const [fullest] = requests.toSorted((one, other) => frames(other).length - frames(one).length)
  if (fullest === undefined) return notYet('No request with content has been opened in this run.')
  const keys = frames(fullest).map(({ key }) => key)
  const said = `One request carried ${count(keys.length, 'DATA frame')} with octets`
  if (keys.length < ENOUGH) return notYet(`${said}. ${ENOUGH} are wanted.`, [fullest.opened.key, ...keys])
  return passed(`${said}.`, [fullest.opened.key, ...keys])
})

function frames({ up }: Stream) {
  return dataOf(up)
}
