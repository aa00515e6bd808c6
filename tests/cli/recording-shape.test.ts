/** When a run made anew is the same as the recorded one, and when it is not. */
import { describe, expect, test } from 'vitest'
import type { Preset } from '#labs/preset.ts'
import { PRESETS } from '#labs/presets.ts'
import { masked } from '#labs-server/cli/masked.ts'
import { readRecording } from '#labs-server/cli/recording-file.ts'
import { differenceOf } from '#labs-server/cli/recording-shape.ts'
import type { Recording } from '#wire/formats/recording.ts'

function recordingOf(lab: string, name: string): Recording {
  const found = readRecording(PRESETS.find((preset) => preset.lab === lab && preset.name === name) as Preset)
  if (found === undefined) throw new Error(`There is no recording ${lab}/${name}.`)
  return found
}

const sequence = recordingOf('keep-alive', 'sequence-on')
const chunked = recordingOf('message-end', 'chunked')
const polling = recordingOf('bench', 'polling')

/** The same with other octets: `change` is given each read and write as text. */
function rewritten(recording: Recording, change: (text: string) => string): Recording {
  const records = recording.records.map((record) =>
    record.kind === 'octets' ? { ...record, text: change(record.text) } : record,
  )
  return { ...recording, records }
}

describe('the same shape', () => {
  test('the same run', () => {
    expect(differenceOf(sequence, sequence)).toBeUndefined()
  })

  test('at another time, of another day', () => {
    const later = rewritten(sequence, (text) => text.replace(/Date: [^\r]+/, 'Date: Fri, 01 Jan 2027 00:00:00 GMT'))
    const records = later.records.map((record) => ({ ...record, at: record.at * 1.5 }))
    const script = later.script.map((event) => ({ ...event, at: event.at * 1.5 }))
    expect(differenceOf(sequence, { ...later, recordedOn: '2027-01-01', records, script })).toBeUndefined()
  })

  test('in another session, at other ports, by a newer browser', () => {
    const elsewhere = rewritten(sequence, (text) =>
      text
        .replaceAll('/s/recorded-for-lessons-0/', '/s/Zm9yIGFub3RoZXIgcnVu_/')
        .replaceAll('localhost:4322', 'localhost:39281')
        .replace(/Sec-Fetch-Dest/, 'Sec-Fetch-Storage-Access: none\r\nSec-Fetch-Dest')
        .replace(/Chrome\/\d+/, 'Chrome/200'),
    )
    expect(differenceOf(sequence, { ...elsewhere, browser: 'Chromium 200.0.1.2' })).toBeUndefined()
  })

  test('cut into other reads and writes', () => {
    const cut = chunked.records.flatMap((record): Recording['records'] => {
      if (record.kind !== 'octets') return [record]
      return [record.text.slice(0, 3), record.text.slice(3)].map((text) => ({ ...record, text }))
    })
    expect(differenceOf(chunked, { ...chunked, records: cut })).toBeUndefined()
  })

  test('with parallel exchanges on other connections', () => {
    const forty = recordingOf('keep-alive', 'forty-on')
    const swapped = forty.records.map((record) =>
      record.connection <= 2 ? { ...record, connection: 3 - record.connection } : record,
    )
    expect(differenceOf(forty, { ...forty, records: swapped })).toBeUndefined()
  })

  test('with a poll more', () => {
    const isEmptyPoll = (text: string) => text.includes('/polling/') && text.includes('after=0')
    const at = polling.records.findIndex((record) => record.kind === 'octets' && isEmptyPoll(record.text))
    const answer = polling.records.find((record) => record.kind === 'octets' && record.text.includes(' 204 '))
    const request = polling.records[at]
    if (request === undefined || answer === undefined) throw new Error('The recording has no poll without an answer.')
    const more = [request, answer].map((record) => ({ ...record, connection: request.connection }))
    const records = polling.records.toSpliced(at, 0, ...more)
    expect(differenceOf(polling, { ...polling, records })).toBeUndefined()
  })
})

describe('another shape', () => {
  test('another status', () => {
    const failing = rewritten(sequence, (text) =>
      text.replace(/HTTP\/1.1 200 OK/, 'HTTP/1.1 500 Internal Server Error'),
    )
    const { gone = [], added = [] } = differenceOf(sequence, failing) ?? {}
    expect(gone[0]).toMatch(/^down http1 response 200 /)
    expect(added[0]).toMatch(/^down http1 response 500 /)
  })

  test('a field more, another name, or another value of one that says how the message is made', () => {
    const changes: readonly [string, string][] = [
      ['Date:', 'X-Powered-By: Express\r\nDate:'],
      ['Keep-Alive:', 'Keep-A-Live:'],
      ['Content-Type: image/', 'Content-Type: text/'],
    ]
    for (const [before, now] of changes) {
      const changed = rewritten(sequence, (text) => text.replace(before, now))
      expect(differenceOf(sequence, changed)).toBeDefined()
    }
  })

  test('a missing exchange', () => {
    const isLast = (text: string) => text.includes('image/6') || text.includes('>6<')
    const records = sequence.records.filter((record) => record.kind !== 'octets' || !isLast(record.text))
    expect(records.length).toBeLessThan(sequence.records.length)
    const { gone = [] } = differenceOf(sequence, { ...sequence, records }) ?? {}
    expect(gone.join()).toContain('image/6')
  })

  test('other content, or another framing', () => {
    const other = rewritten(chunked, (text) => text.replace('write 3 of', 'write x of'))
    expect(differenceOf(chunked, other)?.added.join()).toContain('write x of')
    const withoutEnd = rewritten(chunked, (text) => text.replace('0\r\n\r\n', ''))
    expect(differenceOf(chunked, withoutEnd)?.gone.join()).toContain('last-chunk')
  })

  test('connections that are used again, or once each', () => {
    const forty = recordingOf('keep-alive', 'forty-sequence-on')
    let connection = 0
    const apart = forty.records.map((record) => {
      if (record.kind === 'octets' && record.direction === 'client-to-server') connection += 1
      return { ...record, connection }
    })
    const { gone, added } = differenceOf(forty, { ...forty, records: apart }) ?? {}
    expect(gone).toEqual(['connections: used again'])
    expect(added).toEqual(['connections: each used once'])
  })

  test('other switches; those that are not named are initial', () => {
    const { run } = sequence
    const withSwitches = (switches: Recording['run']['switches']) => ({ ...sequence, run: { ...run, switches } })
    expect(differenceOf(sequence, withSwitches({}))).toBeUndefined()
    expect(differenceOf(sequence, withSwitches({ ...run.switches, requests: 7 }))).toEqual({
      gone: ['switch requests 6'],
      added: ['switch requests 7'],
    })
  })

  test('something else that the script saw, or a message that it did not see', () => {
    const [first, ...others] = chunked.script
    expect(differenceOf(chunked, { ...chunked, script: others })?.gone).toEqual([`script ${first?.what}`])
    const lost = polling.script.filter(({ detail = '' }) => !detail.startsWith('down 4'))
    expect(differenceOf(polling, { ...polling, script: lost })?.gone.join()).toContain('down 4 sent')
  })

  test('a connection that the path has cut', () => {
    const reset = { kind: 'close', connection: 1, at: 5000, how: 'reset', by: 'path' } as const
    const { added = [] } = differenceOf(chunked, { ...chunked, records: [...chunked.records, reset] }) ?? {}
    expect(added).toContain('reset by path')
  })
})

test('what is masked leaves words, names and small numbers', () => {
  expect(masked('GET /s/recorded-for-lessons-0/bench/h2-web-socket/c1/?after=3&number=4')).toBe(
    'GET /s/#/bench/h2-web-socket/c#/?after=#&number=4',
  )
  expect(masked('3 "down 3 sent at 1234.567 ms ......"')).toBe('3 "down 3 sent at # ms"')
  expect(masked('{"sid":"lv_VI97HAXpY6yYWAAAC","pingTimeout":20000}')).toBe('{"sid":"#","pingTimeout":#}')
})
