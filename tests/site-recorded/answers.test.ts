/** Which answer a request is given: the one to what was asked most alike, each once. */
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import '#wire/dissectors/all.ts'
import { Answers } from '#site/recorded/answers.ts'
import { logOf } from '#wire/formats/recording.ts'

async function answersOf(name: string): Promise<Answers> {
  const [lab, file] = name.split('/')
  const url = new URL(`../../labs-server/labs/${lab}/recordings/${file}.json`, import.meta.url)
  return new Answers(logOf(JSON.parse(await readFile(url, 'utf8'))))
}

const noContent = async () => ''

describe('an exchange', () => {
  test('answers the request with its address, in whatever order they are made', async () => {
    const answers = await answersOf('bench/post')
    const second = await answers.exchange('POST', 'post/c2/?number=2', noContent)
    const first = await answers.exchange('POST', 'post/c2/?number=1', noContent)
    expect(second?.path).toBe('post/c2/?number=2')
    expect(first?.path).toBe('post/c2/?number=1')
  })

  test('is given once', async () => {
    const answers = await answersOf('message-end/chunked')
    expect(await answers.exchange('GET', 'message?framing=chunked', noContent)).toBeDefined()
    expect(await answers.exchange('GET', 'message?framing=chunked', noContent)).toBeUndefined()
  })

  test('is not given for another path or another method', async () => {
    const answers = await answersOf('message-end/chunked')
    expect(await answers.exchange('POST', 'message?framing=chunked', noContent)).toBeUndefined()
    expect(await answers.exchange('GET', 'other', noContent)).toBeUndefined()
  })

  test('of several at one address is the one whose content begins alike', async () => {
    const answers = await answersOf('bench/bayeux-polling')
    const path = 'bayeux-polling/c1/?after=0'
    const publish = await answers.exchange('POST', path, async () => '[{"id":"7","channel":"/up","data":{}}]')
    expect(publish?.content).toMatch(/^\[\{"id":"7","channel":"\/up"/)
    const handshake = await answers.exchange('POST', path, async () => '[{"id":"1","version":"1.0"}]')
    expect(handshake?.content).toMatch(/meta\/handshake/)
  })

  test('goes to one of two requests that are under way together', async () => {
    const answers = await answersOf('bench/bayeux-polling')
    const path = 'bayeux-polling/c1/?after=0'
    const both = await Promise.all([1, 2].map(() => answers.exchange('POST', path, async () => '[{"id":"3",')))
    expect(both[0]).not.toBe(both[1])
  })

  test('is none of the browser’s own questions between two origins', async () => {
    const answers = await answersOf('bench/bayeux-polling')
    expect(await answers.exchange('OPTIONS', 'bayeux-polling/c1/?after=0', noContent)).toBeUndefined()
  })
})

test('a WebSocket is given once, whatever its query', async () => {
  const answers = await answersOf('fall-back/socket-io')
  expect(answers.socket('socket.io/?EIO=4&transport=websocket&sid=another')?.messages.length).toBeGreaterThan(0)
  expect(answers.socket('socket.io/?EIO=4&transport=websocket&sid=another')).toBeUndefined()
})

test('what the page did before a moment is counted, so that nothing is answered before it is asked', async () => {
  const answers = await answersOf('back-channel/one-stream-on')
  const up = await answers.exchange('POST', 'up?keepAlive=on', noContent)
  expect(answers.actsBefore(0)).toBe(0)
  // The stream, and the message that this answers.
  expect(answers.actsBefore(up?.response?.at ?? 0)).toBe(2)
  // In all one stream, five messages, and the stream left at the end.
  expect(answers.actsBefore(Number.POSITIVE_INFINITY)).toBe(7)
})

test('what the page left counts as well: the message that waited for it is not answered before', async () => {
  const answers = await answersOf('back-channel/six-streams')
  const up = await answers.exchange('POST', 'up?keepAlive=on', noContent)
  // Six streams, one of them left, and the message.
  expect(answers.actsBefore(up?.response?.at ?? 0)).toBe(8)
})
