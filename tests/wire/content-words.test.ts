/** The words of what lies above HTTP: rows and values of event streams, multipart, pages, XMLSocket and Bayeux. */
import { describe, expect, test } from 'vitest'
import { partSentence } from '#wire/meaning.ts'
import { sentenceOf } from '#wire/narration.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction, Part, Pdu } from '#wire/pdu.ts'
import { specTitle, specUrl } from '#wire/spec-ref.ts'
import { dissect } from './dissection.ts'

function unitsOf(protocol: string, text: string, isOpen = false, direction: Direction = 'server-to-client') {
  const { units, pending } = dissect([{ direction, octets: octetsOf(text) }], { protocol, isOpen })
  return [...units[direction], ...pending[direction]]
}

describe('a unit in one sentence', () => {
  test.each([
    ['server-sent-events', 'data: hello\n\n', 'Event of type message: 5 characters of data from the server'],
    [
      'server-sent-events',
      'id: 7\nevent: add\ndata: x\n\n',
      'Event of type add, id 7: 1 character of data from the server',
    ],
    ['server-sent-events', ': still here\n\n', 'Comment "still here" from the server'],
    [
      'server-sent-events',
      'retry: 100\nid: 1\n\n',
      'No event, but reconnection time 100 ms, last event id 1 from the server',
    ],
    ['server-sent-events', 'foo: bar\n\n', 'No event from the server'],
    ['server-sent-events', '\n', 'Blank line from the server'],
    [
      'server-sent-events',
      'data: hello\n',
      'Event that is never dispatched from the server, cut short after 12 octets. ' +
        'Fault: expected a blank line before the stream ends: without it, these lines are discarded',
    ],
    ['multipart/mixed;boundary=b', '--b\r\n', 'Delimiter, 5 octets from the server'],
    ['text/html', '<script> a(1) </script>', 'Script a(1) from the server'],
    ['text/html', '<p> <!-- -->', 'Markup of 12 octets, 9 of them padding from the server'],
    ['xmlsocket', '<a/>\0', 'Message <a/> from the server'],
    ['xmlsocket', '<cross-domain-policy/>\0', 'Policy file, 23 octets from the server'],
    ['cometd', '{"channel":"/a","data":1}', 'Event on /a from the server'],
    ['cometd', '{"channel":"/meta/connect","successful":false}', 'Connect response, refused from the server'],
    [
      'cometd',
      '{"channel":"/meta/subscribe","subscription":"/a","successful":true}',
      'Subscribe response for /a, successful from the server',
    ],
  ])('%s %j', (protocol, text, sentence) => {
    expect(unitsOf(protocol, text).map(sentenceOf)[0]).toBe(sentence)
  })

  test('an event that has begun', () => {
    const [unit] = unitsOf('sse', 'data: he', true)
    expect(unit && sentenceOf(unit)).toBe('Event not dispatched yet from the server, 8 octets so far')
  })
})

describe('a part in a sentence', () => {
  test.each([
    ['sse', 'id\ndata\n\n', 'field-line', 'none is sent when connecting again'],
    ['sse', 'retry: 1s\n\n', 'field-value', 'ignored unless it is made of ASCII digits only'],
    ['sse', 'Data: x\n\n', 'field-name', '"Data" is ignored: it is not "data", letter by letter.'],
    ['sse', 'foo: x\n\n', 'field-name', '"foo" is none of the four names, so the line is ignored.'],
    ['multipart/mixed;boundary=b', '--b\r\nContent-Length: 5\r\n\r\n', 'field-name', 'counts for nothing here'],
    [
      'xmlsocket',
      '<cross-domain-policy><allow-access-from domain="*" to-ports="80"/></cross-domain-policy>\0',
      'text',
      'It lets in any site to port 80.',
    ],
    ['cometd', '{"channel":"/service/a","data":1}', 'channel', 'only the server hears it'],
    ['cometd', '{"channel":"/meta/connect","advice":{"timeout":30000}}', 'timeout', 'Here it is 30 seconds.'],
    ['cometd', '{"channel":"/meta/connect","advice":{"reconnect":"none"}}', 'reconnect', 'do not try again'],
    ['cometd', '{"channel":"/a","error":"403:a1,/a:No"}', 'error', 'Error 403, about a1 and /a: No.'],
  ])('%s %j: %s', (protocol, text, name, words) => {
    const found = unitsOf(protocol, text)
      .flatMap((unit) => withParents(unit, unit))
      .find(({ part }) => part.name === name)
    expect(found && partSentence(found.part, found.parent, found.layer)).toContain(words)
  })
})

function withParents(unit: Pdu, parent: Part): readonly { part: Part; parent: Part; layer: string }[] {
  return (parent.parts ?? []).flatMap((part) => [{ part, parent, layer: unit.layer }, ...withParents(unit, part)])
}

test.each([
  [
    'bayeux#_bayeux_meta_connect',
    'Bayeux 1.0, meta connect',
    'https://docs.cometd.org/current/reference/#_bayeux_meta_connect',
  ],
  [
    'xmlsocket#send()',
    'ActionScript 3.0, XMLSocket, send()',
    'https://help.adobe.com/en_US/FlashPlatform/reference/actionscript/3/flash/net/XMLSocket.html#send()',
  ],
  [
    'whatwg-html#event-stream-interpretation',
    'WHATWG HTML, event-stream-interpretation',
    'https://html.spec.whatwg.org/#event-stream-interpretation',
  ],
] as const)('%s is cited with title and address', (ref, title, url) => {
  expect([specTitle(ref), specUrl(ref)]).toEqual([title, url])
})
