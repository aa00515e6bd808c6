/** The check of the XMLSocket lesson: documents with their zero octets, both ways on one connection. */
import { expect, test } from 'vitest'
import '#wire/dissectors/all.ts'
import { check as bothWays } from '../../content/02-down/12-xml-socket/checks/both-ways.ts'
import { get, OctetTrace } from './octet-trace.ts'
import { recorded } from './recorded.ts'

function run(up: number, down: number, end = '\0') {
  const trace = new OctetTrace().record({ kind: 'open', connection: 1, at: 0, protocol: 'xmlsocket' })
  trace.up(1, 1, '<join to="/s/SESSION/bench/xml-socket/c1/" after="0"/>\0')
  for (let number = 1; number <= up; number++) trace.up(1, number * 10, `<message>"up"</message>${end}`)
  for (let number = 1; number <= down; number++) trace.down(1, number * 10 + 5, `<message>"down"</message>${end}`)
  return bothWays(trace.evidence('bench', { down: 'xml-socket', up: 'xml-socket' }))
}

test('passes with three each way; what joins the run is none of them', () => {
  expect(run(3, 4)).toMatchObject({
    passed: true,
    sentence: 'Over connection 1 3 documents went up and 4 came down, each with a zero octet behind it.',
  })
})

test('fails when one way has too few, or documents have no end', () => {
  expect(run(2, 4).sentence).toMatch(/3 each way are wanted\.$/)
  expect(run(3, 3, '').passed).toBe(false)
})

test('fails over HTTP', () => {
  const evidence = new OctetTrace().up(1, 0, get('bench/')).evidence('bench', { down: 'xml-socket' })
  expect(bothWays(evidence).sentence).toBe('No document has crossed the wire in this run.')
  expect(bothWays(recorded('bench/post')).sentence).toMatch(/^This run used other ways/)
})
