/** Messages down: numbered, kept for those who come back, and never more than there is room for. */
import { describe, expect, test } from 'vitest'
import { type NumberedMessage, Outbox } from '#labs-server/mailbox/outbox.ts'

const NEVER = new AbortController().signal
const octets = (text: string) => new TextEncoder().encode(text)
const text = ({ number, message }: NumberedMessage) => `${number} ${new TextDecoder().decode(message)}`

async function outboxWith(maxOctets: number, ...messages: string[]): Promise<Outbox> {
  const outbox = new Outbox(maxOctets)
  for (const message of messages) await outbox.send(octets(message), NEVER)
  return outbox
}

/** Whether it has settled once everything that was due has been done. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const settle = () => {
    settled = true
  }
  promise.then(settle, settle)
  await new Promise((resolve) => setImmediate(resolve))
  return settled
}

describe('a reader', () => {
  test('gets every message once, in order, whether it was there before or comes later', async () => {
    const outbox = await outboxWith(100, 'one', 'two')
    const reader = outbox.messages(0, NEVER)
    const read: string[] = []
    for await (const message of reader) {
      read.push(text(message))
      if (message.number === 2) await outbox.send(octets('three'), NEVER)
      if (message.number === 3) break
    }
    expect(read).toEqual(['1 one', '2 two', '3 three'])
  })

  test('that comes back gets what follows the number it has', async () => {
    const outbox = await outboxWith(100, 'one', 'two', 'three')
    const { value } = await outbox.messages(2, NEVER).next()
    expect(text(value as NumberedMessage)).toBe('3 three')
  })

  test('ends when its signal is aborted, also while it waits', async () => {
    const outbox = new Outbox(100)
    const gone = new AbortController()
    const next = outbox.messages(0, gone.signal).next()
    gone.abort()
    expect(await next).toEqual({ done: true, value: undefined })
  })

  test('is told when the message it asks for is no longer kept', async () => {
    const outbox = await outboxWith(8, 'one', 'two')
    const reader = outbox.messages(0, NEVER)
    await reader.next()
    await reader.next()
    await outbox.send(octets('three'), NEVER)
    expect(() => outbox.messages(0, NEVER)).toThrow('Message 1 is no longer kept. Press Run to begin again.')
    await expect(outbox.next(0, NEVER)).rejects.toMatchObject({ code: 'LAB_GONE' })
  })

  test('is told when it falls behind a faster one and what it needs next is no longer kept', async () => {
    const outbox = await outboxWith(8, 'one', 'two')
    const slow = outbox.messages(0, NEVER)
    await slow.next()
    await outbox.next(0, NEVER)
    await outbox.send(octets('three'), NEVER)
    await outbox.next(2, NEVER)
    await outbox.send(octets('four'), NEVER)
    await expect(slow.next()).rejects.toMatchObject({ code: 'LAB_GONE' })
  })
})

describe('a poll', () => {
  test('gets all there is', async () => {
    const outbox = await outboxWith(100, 'one', 'two', 'three')
    expect((await outbox.next(1, NEVER)).map(text)).toEqual(['2 two', '3 three'])
  })

  test('gets all there is, also where there was no room for all of it', async () => {
    const outbox = await outboxWith(8, 'one', 'two')
    const held = outbox.send(octets('three'), NEVER)
    expect((await outbox.next(0, NEVER)).map(text)).toEqual(['1 one', '2 two', '3 three'])
    await held
  })

  test('waits for a message when there is none', async () => {
    const outbox = await outboxWith(100, 'one')
    const poll = outbox.next(1, NEVER)
    expect(await isSettled(poll)).toBe(false)
    await outbox.send(octets('two'), NEVER)
    expect((await poll).map(text)).toEqual(['2 two'])
  })

  test('gets nothing when it has waited long enough', async () => {
    expect(await new Outbox(100).next(0, AbortSignal.timeout(1))).toEqual([])
  })
})

describe('a writer', () => {
  test('is held back while nobody reads and there is no room, and goes on when somebody does', async () => {
    const outbox = await outboxWith(8, 'four', 'four')
    const held = outbox.send(octets('x'), NEVER)
    expect(await isSettled(held)).toBe(false)
    await outbox.messages(0, NEVER).next()
    await held
    expect(outbox.octets).toBe(5)
  })

  test('of a message that is larger than all the room there is, waits until it is taken', async () => {
    const outbox = new Outbox(8)
    const held = outbox.send(octets('a long message'), NEVER)
    expect(await isSettled(held)).toBe(false)
    await outbox.next(0, NEVER)
    await held
    expect(outbox.octets).toBe(14)
  })

  test('is told when the run is over while it waits', async () => {
    const outbox = await outboxWith(4, 'four')
    const over = new AbortController()
    const held = outbox.send(octets('more'), over.signal)
    over.abort(new Error('The run is over.'))
    await expect(held).rejects.toThrow('The run is over.')
  })

  test('never has more kept than the room and one message, however many it sends', async () => {
    const outbox = new Outbox(1000)
    const reader = outbox.messages(0, NEVER)
    let most = 0
    for (let number = 1; number <= 500; number++) {
      const sent = outbox.send(new Uint8Array(90), NEVER)
      most = Math.max(most, outbox.octets)
      if (outbox.octets > 1000) for (let taken = 0; taken < 5; taken++) await reader.next()
      await sent
    }
    expect(most).toBeGreaterThan(1000)
    expect(most).toBeLessThanOrEqual(1090)
  })
})

test('says when the first reader has come', async () => {
  const outbox = new Outbox(100)
  expect(await isSettled(outbox.opened)).toBe(false)
  const gone = new AbortController()
  const reading = outbox.messages(0, gone.signal).next()
  await outbox.opened
  gone.abort()
  await reading
})
