/** Passes when a POST needed less than a quarter of the octets that the connection's first request needed for its fields. */
import { frameOctets, streamsOf } from '../../../streams.ts'
import { benchCheck, notYet, passed } from '../../../verdicts.ts'

const SHARE = 1 / 4

export const check = benchCheck({ up: 'h2-post' }, '"One POST a message, HTTP/2" as the way up', ({ log }) => {
  const streams = streamsOf(log)
  const posts = streams.filter(({ method }) => method === 'POST')
  const [smallest] = posts.toSorted((one, other) => frameOctets(one.opened) - frameOctets(other.opened))
  const first = streams.find(({ connection }) => connection === smallest?.connection)
  if (smallest === undefined || first === undefined) return notYet('No message has gone up over HTTP/2 in this run.')
  const keys = [first.opened.key, smallest.opened.key]
  const [before, now] = [frameOctets(first.opened), frameOctets(smallest.opened)]
  const said = `The first request's HEADERS frame has ${before} octets, and the smallest of a POST ${now}`
  if (now >= before * SHARE) return notYet(`${said}. Less than a quarter is wanted.`, keys)
  return passed(`${said}.`, keys)
})
