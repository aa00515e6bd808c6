/** Messages up: each once and in order, however they come, and never more of them waiting than there is room for. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Inbox } from '#labs-server/mailbox/inbox.ts'

const octets = (text: string) => new TextEncoder().encode(text)

/** An inbox, and what it has delivered. */
function inboxOf(maxOctets: number) {
  const delivered: string[] = []
  const inbox = new Inbox(maxOctets, (message, number) =>
    delivered.push(`${number} ${new TextDecoder().decode(message)}`),
  )
  return { inbox, delivered }
}

describe('messages', () => {
  test('without numbers are delivered as they come', () => {
    const { inbox, delivered } = inboxOf(100)
    inbox.receive(octets('one'))
    inbox.receive(octets('two'))
    expect(delivered).toEqual(['1 one', '2 two'])
  })

  test('that overtook others wait for them', () => {
    const { inbox, delivered } = inboxOf(100)
    inbox.receive(octets('three'), 3)
    inbox.receive(octets('two'), 2)
    expect(delivered).toEqual([])
    inbox.receive(octets('one'), 1)
    expect(delivered).toEqual(['1 one', '2 two', '3 three'])
  })

  test('that come again are ignored, whether they were delivered or still wait', () => {
    const { inbox, delivered } = inboxOf(100)
    for (const number of [2, 2, 1, 1, 2]) inbox.receive(octets('again'), number)
    expect(delivered).toEqual(['1 again', '2 again'])
  })

  test('arrive once and in order, in whatever order they and their repetitions come', () => {
    const numbers = fc
      .integer({ min: 1, max: 12 })
      .chain((count) =>
        fc.tuple(
          fc.shuffledSubarray(range(count), { minLength: count }),
          fc.array(fc.integer({ min: 1, max: count }), { maxLength: 12 }),
        ),
      )
    fc.assert(
      fc.property(numbers, ([order, again]) => {
        const { inbox, delivered } = inboxOf(1000)
        for (const number of [...order.slice(0, 5), ...again, ...order]) inbox.receive(octets('m'), number)
        expect(delivered).toEqual(range(order.length).map((number) => `${number} m`))
      }),
    )
  })

  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('are refused with the number %d', (number) => {
    expect(() => inboxOf(100).inbox.receive(octets('x'), number)).toThrow('A message is numbered from 1.')
  })
})

describe('parts', () => {
  test('become one message, in whatever order they come', () => {
    const { inbox, delivered } = inboxOf(100)
    inbox.receive(octets('c'), 1, { part: 3, of: 3 })
    inbox.receive(octets('a'), 1, { part: 1, of: 3 })
    inbox.receive(octets('a'), 1, { part: 1, of: 3 })
    expect(delivered).toEqual([])
    inbox.receive(octets('b'), 1, { part: 2, of: 3 })
    expect(delivered).toEqual(['1 abc'])
  })

  test.each([
    [{ part: 0, of: 2 }, 'A message has at most 1000 parts, numbered from 1.'],
    [{ part: 3, of: 2 }, 'A message has at most 1000 parts, numbered from 1.'],
    [{ part: 1, of: 1001 }, 'A message has at most 1000 parts, numbered from 1.'],
  ])('that cannot be are refused: %o', (part, sentence) => {
    expect(() => inboxOf(100).inbox.receive(octets('x'), 1, part)).toThrow(sentence)
  })

  test('that say another count than the first are refused', () => {
    const { inbox } = inboxOf(100)
    inbox.receive(octets('a'), 1, { part: 1, of: 3 })
    expect(() => inbox.receive(octets('b'), 1, { part: 2, of: 2 })).toThrow('Message 1 was begun with 3 parts.')
  })
})

describe('room', () => {
  test('is for what waits only: messages in their turn go through, however large', () => {
    const { inbox, delivered } = inboxOf(10)
    for (let number = 1; number <= 100; number++) inbox.receive(octets('ten octets'), number)
    expect(delivered).toHaveLength(100)
  })

  test('is not exceeded by messages that wait for one before them', () => {
    const { inbox, delivered } = inboxOf(10)
    inbox.receive(octets('ten octets'), 2)
    expect(() => inbox.receive(octets('x'), 3)).toThrow('Messages of more than 10 octets wait for one before them.')
    inbox.receive(octets('one'), 1)
    inbox.receive(octets('x'), 3)
    expect(delivered).toEqual(['1 one', '2 ten octets', '3 x'])
  })

  test('is not taken by a message that was refused: it may be sent again', () => {
    const { inbox, delivered } = inboxOf(10)
    inbox.receive(octets('ten octets'), 3)
    expect(() => inbox.receive(octets('two'), 2)).toThrow(/wait for one before them/)
    expect(() => inbox.receive(octets('two'), 2)).toThrow(/wait for one before them/)
    inbox.receive(octets('one'), 1)
    inbox.receive(octets('two'), 2)
    expect(delivered).toEqual(['1 one', '2 two', '3 ten octets'])
  })

  test('is not for messages far ahead, with octets or without', () => {
    const { inbox } = inboxOf(10)
    inbox.receive(octets(''), 257)
    expect(() => inbox.receive(octets(''), 258)).toThrow(
      'Message 258 is more than 256 ahead: send those before it first.',
    )
    expect(() => inbox.receive(octets(''), 258, { part: 1, of: 9 })).toThrow(/more than 256 ahead/)
  })

  test('is not exceeded by parts of messages that never become whole', () => {
    const { inbox } = inboxOf(10)
    inbox.receive(octets('five5'), 1, { part: 1, of: 9 })
    inbox.receive(octets('five5'), 2, { part: 1, of: 9 })
    expect(() => inbox.receive(octets('x'), 3, { part: 1, of: 9 })).toThrow(/wait for one before them/)
  })
})

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
