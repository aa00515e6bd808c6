/** Text of a run without what differs from run to run: sessions, times, random tokens, numbers that count what time decides. */

/** What to look for, and what stands in its place; in this order. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  // The peers of WebRTC tell what they find on this machine's network, in as many signals as it takes.
  [/^.*"(?:sdp|candidate)\\?".*$/g, 'a signal'],
  [/\b((?:reader|other)\/.*[?&]number=)\d+/g, '$1#'],
  // What a client has already, what it had gathered, how often it has asked, and what keeps an address from being asked twice.
  [/([?&](?:after|upto|poll|once|t)=)[^&\s]*/g, '$1#'],
  // How often it has opened its way.
  [/\/c\d+\//g, '/c#/'],
  [/("id":")\w+/g, '$1#'],
  // Times.
  [/\d+\.\d+/g, '#'],
  // Tokens: fingerprints, which have slashes; sessions, clients, messages in an address.
  [/"[\w+/]{43}="/g, '"#"'],
  [/(?=[\w+-]*(?:\d|[a-z][A-Z]))[\w+-]{16,}/g, '#'],
  // Ports, and octets that somebody has counted, times among them.
  [/:\d{3,}/g, ':#'],
  [/(to-ports=")\d+/g, '$1#'],
  // What fills a message up to its size.
  [/\s*\.{2,}/g, ''],
]

export function masked(text: string): string {
  return MASKS.reduce((rest, [mask, instead]) => rest.replace(mask, instead), text)
}
