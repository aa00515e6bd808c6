/** Any file in: recognised by its content, and read as far as it goes. */
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_CONNECTIONS } from '#wire/formats/capture.ts'
import { exportedCapture } from '#wire/formats/exported-run.ts'
import { MAX_ENTRIES } from '#wire/formats/har/import.ts'
import { MAX_JSON_DEPTH } from '#wire/formats/json-reader.ts'
import { openFile } from '#wire/formats/open-file.ts'
import { recordingOf } from '#wire/formats/recording.ts'
import { exportedRecording, fileOf, opened, RECORDINGS, RUN, recordsOf, runOf } from './runs.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

describe('a file is recognised by its content', () => {
  const run = runOf(['>', GET], ['<', 'HTTP/1.1 204 No Content\r\n\r\n'])

  test.each(['pcapng', 'har', 'recording'])('%s, which we write ourselves', async (id) => {
    expect((await opened(fileOf(id, run))).format).toBe(id)
  })

  test.each([
    ['with white space in front', (text: string) => `\r\n  ${text}`],
    ['with a byte order mark', (text: string) => `\ufeff${text}`],
    ['in pretty print', (text: string) => JSON.stringify(JSON.parse(text), undefined, 2)],
  ])('JSON %s', async (_, changed) => {
    const text = String(fileOf('recording', run))
    expect((await opened(changed(text))).records).toEqual((await opened(text)).records)
  })

  test.each([
    ['nothing', '', 'The file is empty.'],
    [
      'text',
      'Hello, this is a letter. It is long enough to be looked at, and says nothing of runs.',
      'none of those that can be read',
    ],
    ['one octet', 'x', 'none of those that can be read'],
    ['other JSON', '{"a":[1,2],"b":{"entries":[]}}', 'This is neither a HAR'],
    ['broken JSON', '{"a":[1,2', 'and it ends before it is complete, after 9 octets.'],
    ['an empty object', '{}', 'This is neither a HAR'],
    ['a compressed file', new Uint8Array(gzipSync('x'.repeat(999))), 'This file is compressed. Unpack it'],
    ['records without a run', '{"records":[]}', 'does not say when the run was'],
    ['half a magic number', Uint8Array.of(0x0a, 0x0d), 'none of those that can be read'],
  ])('%s is refused with a sentence', async (_, file, sentence) => {
    await expect(opened(file)).rejects.toMatchObject({
      name: 'UnreadableFile',
      message: expect.stringContaining(sentence),
    })
  })

  test('says how far it is', async () => {
    const file = new TextEncoder().encode(String(fileOf('recording', run)))
    const told: number[] = []
    await openFile([file.slice(0, 100), file.slice(100)], (octets) => told.push(octets))
    expect(told).toEqual([100, file.length])
  })
})

describe('a saved run', () => {
  test.each(RECORDINGS)(
    '%s opens again with its switches, its octets and what the script saw',
    async (_, recording) => {
      const run = exportedRecording(recording)
      const capture = await opened(fileOf('recording', run))
      const again = exportedCapture(capture, run.title)
      expect(capture).toMatchObject({ run: recording.run, script: recording.script, problems: [], octets: 'observed' })
      expect(again.browser).toBe(recording.browser)
      expect(again.log.units.map(({ key, at }) => [key, at]).toSorted()).toEqual(
        run.log.units.map(({ key, at }) => [key, at]).toSorted(),
      )
      // Saved once more, it says the same.
      expect(JSON.parse(String(fileOf('recording', again)))).toEqual(JSON.parse(String(fileOf('recording', run))))
    },
  )

  test('that a lesson shows opens as it is', async () => {
    const [, recording] = RECORDINGS[0] ?? []
    expect(await opened(JSON.stringify(recording))).toMatchObject({ run: recording?.run, problems: [] })
  })

  test('keeps everything that a record can say', async () => {
    const records = [
      {
        kind: 'open',
        connection: 3,
        at: -1.5,
        protocol: 'http1',
        client: '127.0.0.1:5',
        server: '127.0.0.1:6',
        tls: 'TLS 1.3',
      },
      {
        kind: 'octets',
        connection: 3,
        at: 2,
        direction: 'client-to-server',
        octets: Uint8Array.of(0, 255, 10),
        heldMs: 5,
      },
      {
        kind: 'octets',
        connection: 3,
        at: 3,
        direction: 'server-to-client',
        octets: Uint8Array.of(1, 2),
        pieces: [1, 1],
      },
      { kind: 'gap', connection: 3, at: 4, direction: 'server-to-client', octets: 7, limit: 'maxOctetsPerRun' },
      { kind: 'end', connection: 3, at: 5, direction: 'client-to-server' },
      { kind: 'close', connection: 3, at: 6, how: 'reset' },
    ] as const
    const text = JSON.stringify(recordingOf({ recordedOn: '', browser: '', script: [] }, RUN, records))
    expect((await opened(text)).records).toEqual(records)
    expect((await opened(fileOf('recording', exportedCapture(await opened(text), '')))).records).toEqual(records)
  })

  test('of octets that were written anew says so when it opens again', async () => {
    const run = { ...runOf(['>', GET]), octets: 'rebuilt' } as const
    expect((await opened(fileOf('recording', run))).octets).toBe('rebuilt')
  })

  test('that is cut short gives the records before the cut, with run and script', async () => {
    const run = { ...runOf(['>', GET]), script: [{ at: 1, what: 'read()' }] }
    const text = String(fileOf('recording', run))
    const capture = await opened(text.slice(0, text.lastIndexOf('\n  {') + 30))
    expect(capture).toMatchObject({ run: RUN, script: run.script })
    expect(capture.records).toHaveLength(1)
    expect(capture.problems).toEqual([expect.stringContaining('What comes before has been read: 1 records.')])
  })

  test.each([
    ['of no kind', { kind: 'x', connection: 1, at: 0 }],
    ['of a kind that every object has', { kind: 'constructor', connection: 1, at: 0 }],
    ['without a connection', { kind: 'open', at: 0 }],
    ['of half a connection', { kind: 'open', connection: 0.5, at: 0 }],
    ['without a time', { kind: 'open', connection: 1, at: '0' }],
    ['at a time that no calendar has', { kind: 'open', connection: 1, at: 1e300 }],
    ['without a direction', { kind: 'end', connection: 1, at: 0, direction: 'up' }],
    [
      'with characters that are no octets',
      { kind: 'octets', connection: 1, at: 0, direction: 'client-to-server', text: 'ā' },
    ],
    ['of a negative gap', { kind: 'gap', connection: 1, at: 0, direction: 'client-to-server', octets: -1, limit: 'x' }],
    ['that is none', null],
  ])('leaves out a record %s, and says so', async (_, record) => {
    const capture = await opened(
      JSON.stringify({ run: RUN, records: [record, { kind: 'open', connection: 1, at: 0 }] }),
    )
    expect(capture.records).toHaveLength(1)
    expect(capture.problems).toEqual(['One record cannot be read, and is left out (number 1).'])
  })

  test('forgets pieces that are not those of the octets', async () => {
    const record = {
      kind: 'octets',
      connection: 1,
      at: 0,
      direction: 'client-to-server',
      text: 'abc',
      pieces: [1, 1],
      heldMs: -1,
    }
    const { records } = await opened(JSON.stringify({ run: RUN, records: [record] }))
    expect(records[0]).not.toHaveProperty('pieces')
    expect(records[0]).not.toHaveProperty('heldMs')
  })
})

describe('a file of more connections than are shown', () => {
  const beyond = 3
  const many = (one: (number: number) => unknown, count = MAX_CONNECTIONS + beyond) =>
    Array.from({ length: count }, (_, place) => JSON.stringify(one(place + 1))).join(',')

  test('a saved run gives the first of them, and says how many are left out', async () => {
    const open = many((connection) => ({ kind: 'open', connection, at: 0 }))
    const end = '{"kind":"end","connection":1,"at":1,"direction":"client-to-server"}'
    const { records, problems } = await opened(`{"run":${JSON.stringify(RUN)},"records":[${open},${end}]}`)
    expect(records).toHaveLength(MAX_CONNECTIONS + 1)
    expect(problems).toEqual(['Connections beyond the first 65,536 are left out: 3 of them.'])
  })

  test('a HAR gives the first entries', async () => {
    const entries = many(() => ({ request: { method: 'GET', url: 'http://a' } }), MAX_ENTRIES + beyond)
    const { records, problems } = await opened(`{"log":{"entries":[${entries}]}}`)
    expect(new Set(records.map(({ connection }) => connection)).size).toBe(MAX_CONNECTIONS)
    expect(problems).toContainEqual(expect.stringMatching(/^3 entries beyond the first 131,072 were left out/))
  })

  test('a NetLog without octets gives the first requests', async () => {
    const constants = {
      logEventTypes: { HTTP_TRANSACTION_SEND_REQUEST_HEADERS: 1 },
      logSourceType: { URL_REQUEST: 1 },
      logEventPhase: {},
    }
    const events = many((id) => ({ type: 1, time: 0, source: { id, type: 1 }, params: { line: 'GET / HTTP/1.1' } }))
    const { records, problems } = await opened(`{"constants":${JSON.stringify(constants)},"events":[${events}]}`)
    expect(new Set(records.map(({ connection }) => connection)).size).toBe(MAX_CONNECTIONS)
    expect(problems).toContain('Requests beyond the first 65,536 are left out: 3 of them.')
  })
})

describe('hostile JSON', () => {
  test('nested beyond all use ends reading, and is no burden', async () => {
    const deep = '['.repeat(100_000)
    await expect(opened(`{"a":${deep}`)).rejects.toThrow(`it nests brackets more than ${MAX_JSON_DEPTH} deep`)
    const { problems } = await opened(`{"log":{"entries":[${deep}`)
    expect(problems[0]).toContain(`The file nests brackets more than ${MAX_JSON_DEPTH} deep.`)
  })

  test('that opens the same array again and again is read once', async () => {
    const { records } = await opened(`{"run":${JSON.stringify(RUN)},${'"records":[{}],'.repeat(50_000)}"records":[]}`)
    expect(records).toEqual([])
  })

  test('that closes what it has not opened', async () => {
    await expect(opened('{"a":1}}}}')).rejects.toThrow('it closes a bracket that it has not opened')
  })

  test('whose keys are those of every object', async () => {
    const { problems } = await opened('{"log":{"entries":[{"__proto__":{"request":1}},{"constructor":{}}]}}')
    expect(problems).toHaveLength(1)
  })
})

test('no file fails otherwise than by a sentence', async () => {
  const starts = [
    '',
    '{"log":{"entries":[',
    '{"constants":{',
    '{"run":{"startedAt":1},"records":[',
    '\n\r\r\n',
    '\xd4\xc3\xb2\xa1',
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
      const file = Buffer.concat([Buffer.from(start, 'latin1'), rest])
      const said = await opened(new Uint8Array(file)).catch((error: Error) => error.name)
      expect(said === 'UnreadableFile' || typeof said === 'object').toBe(true)
    }),
  )
})

test('what is cut into records in any way comes back octet by octet', async () => {
  const passed = fc.array(
    fc.tuple(fc.constantFrom('>' as const, '<' as const), fc.uint8Array({ minLength: 1, maxLength: 20 })),
  )
  await fc.assert(
    fc.asyncProperty(passed, async (passages) => {
      const run = runOf(...passages)
      const { records } = await opened(fileOf('recording', run))
      expect(records).toEqual(recordsOf(passages))
    }),
  )
})
