/** What is read from a recording to answer a page: every answer the page was given then, when, and how it ended. */
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import '#wire/dissectors/all.ts'
import { PRESETS } from '#labs/presets.ts'
import { type RecordedExchange, type RecordedSocket, recordedExchanges } from '#site/recorded/recorded-exchange.ts'
import { logOf } from '#wire/formats/recording.ts'

const LABS = new URL('../../labs-server/labs/', import.meta.url)

async function readLog(name: string) {
  const [lab, file] = name.split('/')
  return logOf(JSON.parse(await readFile(new URL(`${lab}/recordings/${file}.json`, LABS), 'utf8')))
}

const textOf = ({ response }: RecordedExchange) =>
  new TextDecoder().decode(Buffer.concat(response?.content.map(({ octets }) => octets) ?? []))
const ofKind = <Kind extends 'exchange' | 'socket'>(all: readonly (RecordedExchange | RecordedSocket)[], kind: Kind) =>
  all.filter((one) => one.kind === kind) as Extract<(typeof all)[number], { kind: Kind }>[]

describe('an exchange', () => {
  test('has its content piece by piece, each when it passed', async () => {
    const [exchange] = ofKind(recordedExchanges(await readLog('message-end/chunked')), 'exchange')
    expect(exchange?.method).toBe('GET')
    expect(exchange?.path).toMatch(/^message\?framing=chunked/)
    expect(exchange?.response?.status).toBe(200)
    expect(exchange?.response?.content).toHaveLength(5)
    const times = exchange?.response?.content.map(({ at }) => at) ?? []
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1000)
    expect(exchange?.end?.how).toBe('complete')
  })

  test.each(['length', 'close', 'http10', 'trailers'])('comes to its end however that is told: %s', async (name) => {
    const [exchange] = ofKind(recordedExchanges(await readLog(`message-end/${name}`)), 'exchange')
    expect(exchange?.end?.how).toBe('complete')
    expect(exchange && textOf(exchange)).toContain('write 5 of the server')
  })

  test('over HTTP/2 ends with the flag that says so', async () => {
    const all = ofKind(recordedExchanges(await readLog('duplex/upload')), 'exchange')
    expect(all.find(({ method }) => method === 'POST')?.end?.how).toBe('complete')
  })

  test('whose connection was reset has lost its end', async () => {
    const [first, again] = ofKind(recordedExchanges(await readLog('bench/reset')), 'exchange')
    expect(first?.end?.how).toBe('cut')
    expect(again?.end).toBeUndefined() // The page left when it had what it wanted.
  })

  test('whose connection was lost for idleness has lost its end', async () => {
    const [first] = ofKind(recordedExchanges(await readLog('bench/idle')), 'exchange')
    expect(first?.end?.how).toBe('cut')
  })

  test('that the page left is none that was lost, though a reset followed, or the end of what nobody read any more', async () => {
    const streams = ofKind(recordedExchanges(await readLog('back-channel/six-streams')), 'exchange')
    const [closed, next] = streams.filter(({ path }) => path === 'down?stream=6' || path.startsWith('up'))
    expect(closed?.end).toBeUndefined()
    expect(closed?.leftAt).toBeLessThan(next?.askedAt ?? 0)
    // The middlebox has taken the chunks off, so that the response ends with its connection.
    const stripped = ofKind(recordedExchanges(await readLog('fall-back/chain-stripping')), 'exchange')
    expect(stripped.find(({ path }) => path.startsWith('event-source'))?.end).toBeUndefined()
  })

  test('behind a middlebox is told once, as the page asked for it', async () => {
    expect(recordedExchanges(await readLog('bench/nginx-unbuffered'))).toHaveLength(1)
  })
})

describe('a WebSocket', () => {
  test('has what the server sent, and when the page sent its own', async () => {
    const [socket] = ofKind(recordedExchanges(await readLog('duplex/web-socket')), 'socket')
    expect(socket?.openedAt).toBeDefined()
    expect(socket?.messages).toHaveLength(5)
    expect(socket?.sentAt).toHaveLength(5)
    expect(new TextDecoder().decode(socket?.messages[0]?.data as Uint8Array)).toBe('you said piece 1\n')
    expect(socket?.end).toBeUndefined() // The page closed it.
  })

  test('over HTTP/2 is one as well (RFC 8441)', async () => {
    const [socket] = ofKind(recordedExchanges(await readLog('duplex/h2-web-socket')), 'socket')
    expect(socket?.messages).toHaveLength(5)
  })

  test('whose connection was reset says so', async () => {
    const [socket] = ofKind(recordedExchanges(await readLog('fall-back/chain-cut')), 'socket')
    expect(socket?.end).toMatchObject({ how: 'cut', code: 1006 })
  })
})

test.each(PRESETS.map(({ lab, name }) => `${lab}/${name}`))('the times of %s go forward', async (name) => {
  for (const exchange of ofKind(recordedExchanges(await readLog(name)), 'exchange')) {
    const { response, end, askedAt } = exchange
    const times = [response?.at, ...(response?.content.map(({ at }) => at) ?? []), end?.at].filter(
      (at) => at !== undefined,
    )
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(askedAt).toBeGreaterThanOrEqual(0)
  }
})
