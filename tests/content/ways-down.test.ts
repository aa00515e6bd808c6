/** The checks of the ways down: for each, a run that passes, and runs that fail with their reason. */
import { describe, expect, test } from 'vitest'
import { check as nothingNew } from '../../content/02-down/01-polling/checks/nothing-new.ts'
import { check as held } from '../../content/02-down/02-long-polling/checks/held.ts'
import { check as onePage } from '../../content/02-down/03-forever-frame/checks/one-page.ts'
import { check as keptBack } from '../../content/02-down/04-xhr-stream/checks/kept-back.ts'
import { check as usedUp } from '../../content/02-down/05-fetch-stream/checks/used-up.ts'
import { check as cameBack } from '../../content/02-down/06-event-source/checks/came-back.ts'
import { check as emptyParts } from '../../content/02-down/07-multipart/checks/empty-parts.ts'
import { check as pingPong } from '../../content/02-down/08-web-socket/checks/ping-pong.ts'
import { BROWSER, CHUNKED_HEAD, chunk, get, LAST_CHUNK, OctetTrace, ok } from './octet-trace.ts'
import { recorded } from './recorded.ts'

describe('nothing new', () => {
  const run = (empty: number, full: number) => {
    const trace = new OctetTrace()
    for (let poll = 1; poll <= empty + full; poll++) {
      trace.up(1, poll * 10, get(`bench/polling/c1/?after=0&poll=${poll}`))
      trace.down(1, poll * 10 + 5, ok(poll <= full ? `${poll} "hello"\n` : ''))
    }
    return nothingNew(trace.evidence('bench', { down: 'polling' }))
  }

  test('passes when ten answers brought nothing and five something', () => {
    expect(run(10, 5)).toMatchObject({
      passed: true,
      sentence: '10 answers brought nothing, and 5 brought something.',
    })
  })

  test('fails with too few of either', () => {
    expect(run(9, 5).sentence).toBe(
      '9 answers brought nothing, and 5 brought something. 10 that bring nothing are wanted.',
    )
    expect(run(10, 4).sentence).toMatch(/5 that bring something are wanted\.$/)
    expect(nothingNew(recorded('bench/long-polling')).passed).toBe(false)
  })
})

describe('somebody is waiting', () => {
  const run = (heldMs: number, content: string) =>
    held(
      new OctetTrace()
        .up(1, 0, get('bench/long-polling/c1/?after=0&poll=1'))
        .down(1, heldMs, ok(content))
        .evidence('bench', { down: 'long-polling' }),
    )

  test('passes when a message came after more than half a second', () => {
    expect(run(501, '1 "hello"\n')).toMatchObject({
      passed: true,
      sentence: 'The longest that a poll was held before it brought a message is 501 ms.',
    })
  })

  test('fails when it was shorter, or brought nothing', () => {
    expect(run(500, '1 "hello"\n').passed).toBe(false)
    expect(run(9000, '').sentence).toBe('No poll has been answered with a message in this run.')
  })
})

describe('one page, ten scripts', () => {
  const run = (scripts: number) => {
    const trace = new OctetTrace().up(1, 0, get('bench/forever-frame/c1/?after=0'))
    trace.down(1, 5, `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n`)
    for (let number = 1; number <= scripts; number++) {
      trace.down(1, number * 10, chunk(`<script>tell(${number}, "hello")</script>\n`))
    }
    return onePage(trace.evidence('bench', { down: 'forever-frame' }))
  }

  test('passes with ten scripts in a page', () => {
    expect(run(10)).toMatchObject({
      passed: true,
      sentence: 'The page on connection 1 brought 10 messages, a script each.',
    })
  })

  test('fails with nine', () => {
    expect(run(9).sentence).toBe('The page on connection 1 brought 9 messages, a script each. 10 are wanted.')
  })
})

describe('kept back by the browser', () => {
  const run = (shownAt: number | undefined) => {
    const trace = new OctetTrace()
      .up(1, 0, get('bench/xhr-stream/c1/?after=0'))
      .down(1, 10, CHUNKED_HEAD + chunk('1 "hello"\n'))
    const evidence = trace.evidence('bench', { down: 'xhr-stream' })
    const script = shownAt === undefined ? [] : [{ what: 'readyState 3', at: shownAt, octets: 10 }]
    return keptBack({ ...evidence, script })
  }

  test('passes when the script was shown it long after', () => {
    expect(run(400)).toMatchObject({
      passed: true,
      sentence: 'The first content passed at 10 ms, and the script was shown it 390 ms later.',
    })
  })

  test('fails when it was shown soon, or never', () => {
    expect(run(12).sentence).toBe(
      'The first content passed at 10 ms, and the script was shown it 2 ms later. More than 200 ms are wanted.',
    )
    expect(run(undefined).sentence).toBe('The script has not been shown any content yet.')
  })
})

describe('used up', () => {
  const whole = '1 "hello"\n'.padEnd(40, '\n')
  const trace = () =>
    new OctetTrace()
      .up(1, 0, get('bench/fetch-stream/c1/?after=0'))
      .down(1, 5, ok(whole))
      .up(1, 10, get('bench/fetch-stream/c2/?after=1'))

  test('passes when the rest came in the next response', () => {
    expect(usedUp(trace().down(1, 15, ok('2 "you"\n')).evidence('bench'))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(
        /^\d responses? ended by its length; the page asked for what came after message 1, and got it\.$/,
      ),
    })
  })

  test('fails while the rest is missing, and in chunked coding', () => {
    expect(usedUp(trace().evidence('bench')).sentence).toBe('The page has not been given the rest yet.')
    expect(usedUp(recorded('bench/fetch-stream')).sentence).toBe('No response announced its length.')
  })
})

describe('it came back', () => {
  const again = get('bench/event-source/c1/?after=0', `${BROWSER}Last-Event-ID: 3\r\n`)
  const run = (id: number | undefined) => {
    const trace = new OctetTrace()
      .up(1, 0, get('bench/event-source/c1/?after=0'))
      .down(1, 5, CHUNKED_HEAD + chunk('id: 3\ndata: "hello"\n\n'))
      .close(1, 20)
      .up(2, 130, again)
      .down(2, 135, CHUNKED_HEAD + chunk(id === undefined ? 'retry: 100\n\n' : `id: ${id}\ndata: "you"\n\n`))
    return cameBack(trace.evidence('bench', { down: 'event-source' }))
  }

  test('passes when the next event followed', () => {
    expect(run(4)).toMatchObject({
      passed: true,
      sentence: 'The browser came back with Last-Event-ID: 3, and the server went on with event 4.',
    })
  })

  test('fails when another followed, none, or the browser did not come back', () => {
    expect(run(3).sentence).toBe('After event 3 the server went on with event 3.')
    expect(run(undefined).sentence).toBe('The browser came back after event 3, and no event has followed yet.')
    const once = new OctetTrace().up(1, 0, get('bench/event-source/c1/?after=0')).down(1, 5, CHUNKED_HEAD + LAST_CHUNK)
    expect(cameBack(once.evidence('bench', { down: 'event-source' })).sentence).toMatch(
      /^The browser has not come back/,
    )
  })
})

describe('parts that say nothing', () => {
  const run = (empty: number) => {
    const content = `\r\n--message${'\r\n\r\n\r\n--message'.repeat(empty)}\r\nNumber: 1\r\n\r\n"hello"\r\n--message`
    return emptyParts(
      new OctetTrace()
        .up(1, 0, get('bench/multipart/c1/?after=0'))
        .down(1, 5, CHUNKED_HEAD + chunk(content))
        .evidence('bench', { down: 'multipart' }),
    )
  }

  test('passes with three of them', () => {
    expect(run(3)).toMatchObject({ passed: true, sentence: 'The response has 3 parts without fields and content.' })
  })

  test('fails with two', () => {
    expect(run(2).sentence).toBe('The response has 2 parts without fields and content. 3 are wanted.')
  })
})

describe('what no script is told', () => {
  test('passes when Pings were answered, as in the recording', () => {
    expect(pingPong(recorded('bench/web-socket'))).toMatchObject({
      passed: true,
      sentence: expect.stringMatching(/^\d+ Pings came down, and \d+ Pongs went up, among \d+ frames\.$/),
    })
  })

  test('fails without frames, and for another way down', () => {
    const evidence = new OctetTrace()
      .up(1, 0, get('bench/web-socket/c1/?after=0'))
      .evidence('bench', { down: 'web-socket' })
    expect(pingPong(evidence).sentence).toBe('No frame has crossed the wire in this run.')
    expect(pingPong(recorded('bench/polling')).sentence).toMatch(/^This run used other ways/)
  })
})
