/** XMLSocket on the labs' plain port, beside HTTP: its first octet tells it apart. */
import { describe, expect, test } from 'vitest'
import { openPageSocket } from '#site/console/page-socket.ts'
import { PLAIN_OPTIONS } from '#transports/plain-options.ts'
import { connect } from '#transports/xml-socket/client.ts'
import { DocumentReader, fromDocument, toDocument, toOctets } from '#transports/xml-socket/documents.ts'
import { RawClient } from './raw-client.ts'
import { newSession, portOf, runningServer, startRun } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'
import { Waiting } from './waiting.ts'

const LAB = 'duplex'

async function served(limits = {}) {
  const session = newSession()
  const server = await runningServer({ limits })
  return {
    server,
    session,
    address: `/s/${session}/${LAB}/xml-socket/c1/`,
    client: () => RawClient.connect(portOf(server.urls.labs)),
    watch: () => ViewingPage.watching(server, session, { lab: LAB }),
    [Symbol.asyncDispose]: () => server.close(),
  }
}

describe('documents', () => {
  test.each([
    ['text', 'hello'],
    ['what XML would take for itself', '<a b="c">&amp;</a>'],
    ['what XML cannot say', '\u0000\u0001\ufffe\uffff\r\n\u2028'],
    ['no octets', ''],
  ])('carry %s', (_, text) => {
    const message = new TextEncoder().encode(text)
    const document = toDocument(message, 7)
    expect(document).not.toMatch(/\p{Cc}|[\ufffe\uffff]|<a/u)
    expect(fromDocument(document)).toEqual({ message, number: 7 })
    expect(fromDocument(toDocument(message))).toEqual({ message, number: undefined })
  })

  test('carry every octet value', () => {
    const all = Uint8Array.from({ length: 256 }, (_, octet) => octet)
    expect(fromDocument(toDocument(all)).message).toEqual(all)
  })

  test('are read wherever they are cut', () => {
    const octets = new Uint8Array([...toOctets('<a>grüße</a>'), ...toOctets(''), ...toOctets('<b/>')])
    for (let cut = 0; cut <= octets.length; cut++) {
      const read: string[] = []
      const reader = new DocumentReader(100, (document) => {
        read.push(document)
      })
      reader.read(octets.slice(0, cut))
      reader.read(octets.slice(cut))
      expect(read).toEqual(['<a>grüße</a>', '<b/>'])
    }
  })

  test('have a limit, however they come', () => {
    const reader = new DocumentReader(10, () => {})
    for (let octets = 0; octets < 10; octets++) reader.read(Uint8Array.of(0x61))
    expect(() => reader.read(Uint8Array.of(0x61))).toThrow(RangeError)
    expect(() => new DocumentReader(10, () => {}).read(new Uint8Array(12).fill(0x61, 0, 11))).toThrow(RangeError)
  })
})

describe('the server', () => {
  test('says whose movies may connect, and ends', async () => {
    await using lab = await served()
    using client = await lab.client()
    client.write('<policy-file-request/>\0')
    const port = portOf(lab.server.urls.labs)
    expect(await client.untilEnd()).toBe(
      `<cross-domain-policy><allow-access-from domain="*" to-ports="${port}"/></cross-domain-policy>\0`,
    )
  })

  test('answers who has joined, octet by octet', async () => {
    await using lab = await served()
    using client = await lab.client()
    const octets = `<join to="${lab.address}" after="0"/>\0<message>"hello"</message>\0`
    for (const octet of octets) client.write(octet)
    await client.until((text) => text.endsWith('\0'))
    expect(client.text).toBe('<message number="1">"you said hello"</message>\0')
  })

  test('has its connection on the wire of the lab that was joined, as what it is', async () => {
    await using lab = await served()
    await startRun(lab.server, lab.session, LAB)
    using viewer = await lab.watch()
    using client = await lab.client()
    client.write(`<join to="${lab.address}"/>\0<message>"hello"</message>\0`)
    await viewer.until(() => viewer.count('octets') >= 2)
    expect(viewer.records[0]).toMatchObject({ kind: 'open', protocol: 'xmlsocket' })
    expect(viewer.text(1, 'client-to-server')).toContain('<join to=')
  })

  test.each([
    ['what is no document of ours', '<hello/>\0', 'LAB_BAD_REQUEST'],
    ['a join to nowhere', '<join to="nowhere"/>\0', 'LAB_UNKNOWN'],
    ['a join of nobody', `<join to="/s/${'x'.repeat(21)}/${LAB}/xml-socket/"/>\0`, 'LAB_MISDIRECTED'],
    ['another transport', `<join to="/s/${'x'.repeat(22)}/${LAB}/post/"/>\0`, 'LAB_UNKNOWN_ADDRESS'],
    ['a lab without XMLSocket', `<join to="/s/${'x'.repeat(22)}/keep-alive/"/>\0`, 'LAB_UNKNOWN_ADDRESS'],
    [
      'a message that is none',
      `<join to="/s/${'x'.repeat(22)}/${LAB}/xml-socket/"/>\0<message>"</message>\0`,
      'LAB_BAD_REQUEST',
    ],
  ])('refuses %s with a document, and ends', async (_, octets, code) => {
    await using lab = await served()
    using client = await lab.client()
    client.write(octets)
    expect(await client.untilEnd()).toMatch(new RegExp(`^<error code="${code}">[^<]+</error>\\0$`))
  })

  test('refuses a document without end', async () => {
    await using lab = await served({ maxDocumentOctets: 1000 })
    using client = await lab.client()
    client.write('<'.repeat(2000))
    expect(await client.untilEnd()).toMatch(/^<error code="LAB_TOO_LARGE">A document has at most 1000 octets/)
  })

  test('does not wait for ever for a first document', async () => {
    await using lab = await served({ headersTimeoutMs: 50 })
    using client = await lab.client()
    client.write('<')
    expect(await client.untilEnd()).toMatch(/^<error code="LAB_TIMEOUT">/)
  })

  test('gives a client that says nothing the 408 of HTTP', async () => {
    await using lab = await served({ headersTimeoutMs: 50 })
    using client = await lab.client()
    expect(await client.untilEnd()).toMatch(/^HTTP\/1\.1 408 /)
  })
})

describe('the client half', () => {
  async function joined(after = 0) {
    const lab = await served()
    await startRun(lab.server, lab.session, LAB)
    const happenings = new Waiting()
    const saw: string[] = []
    const received: { text: string; number: number | undefined }[] = []
    const stop = new AbortController()
    const channel = await connect(
      {
        url: new URL(lab.address, lab.server.urls.labs).href,
        signal: stop.signal,
        options: PLAIN_OPTIONS,
        ways: ['down', 'up'],
        after,
        saw: (what) => saw.push(what),
        openSocket: (take) => openPageSocket(lab.server.urls.site, lab.session, LAB, take),
      },
      (message, number) => {
        received.push({ text: Buffer.from(message).toString('latin1'), number })
        happenings.happened()
      },
    )
    return { lab, channel, saw, received, stop, happenings, [Symbol.asyncDispose]: () => lab.server.close() }
  }

  test('asks for the policy file on a connection of its own, joins, and speaks both ways', async () => {
    await using player = await joined()
    using viewer = await player.lab.watch()
    await player.channel.send?.(new TextEncoder().encode('hello'))
    await player.happenings.until(() => player.received.length === 1)
    expect(player.received).toEqual([{ text: 'you said hello', number: 1 }])
    expect(player.saw.slice(0, 4)).toEqual(['policy file', 'onConnect', 'send()', 'onXML'])
    await viewer.until(() => viewer.text(2, 'server-to-client').endsWith('\0'))
    expect(viewer.text(1, 'client-to-server')).toBe('<policy-file-request/>\0')
    expect(viewer.trace.connections.map(({ protocol }) => protocol)).toEqual(['xmlsocket', 'xmlsocket'])
  })

  test.each([0, 1, 125, 126, 65_535, 65_536, 1_000_000])('carries a message of %d octets', async (length) => {
    await using player = await joined()
    const message = new Uint8Array(length).map((_, place) => place % 251)
    await player.channel.send?.(message)
    await player.happenings.until(() => player.received.length === 1)
    expect(player.received[0]?.text).toBe(`you said ${Buffer.from(message).toString('latin1')}`)
  })

  test('notices when its connection is cut', async () => {
    await using player = await joined()
    await player.lab.server.close()
    await expect(player.channel.ended).rejects.toThrow()
  })

  test('ends when the run does', async () => {
    await using player = await joined()
    using viewer = await player.lab.watch()
    await viewer.until(() => viewer.count('open') === 2)
    player.stop.abort()
    await player.channel.ended
    await viewer.until(() => viewer.count('close') === 2)
  })

  test('ends with the server’s sentence when it is refused', async () => {
    await using lab = await served()
    const channel = await connect(
      {
        url: new URL(`/s/${lab.session}/keep-alive/`, lab.server.urls.labs).href,
        signal: new AbortController().signal,
        options: PLAIN_OPTIONS,
        ways: ['down'],
        after: 0,
        saw() {},
        openSocket: (take) => openPageSocket(lab.server.urls.site, lab.session, LAB, take),
      },
      () => {},
    )
    await expect(channel.ended).rejects.toThrow(/does not speak XMLSocket/)
  })

  test('says what is missing where there is no console', async () => {
    const context = {
      url: 'http://localhost/',
      signal: new AbortController().signal,
      options: PLAIN_OPTIONS,
      ways: [],
      after: 0,
      saw() {},
    }
    await expect(connect(context, () => {})).rejects.toThrow(/needs the labs server’s console/)
  })
})
