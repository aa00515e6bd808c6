/** What is observed, one row each; the scripts are in `scripts.ts`. Pure. */
import type { Observation } from './observation.ts'

export const OBSERVATIONS: readonly Observation[] = [
  {
    id: 'fetch-resolves',
    question: 'When does fetch() resolve?',
    how: 'The server sends the header section at once and the first octet of the content 800 ms later.',
    quick: true,
  },
  {
    id: 'event-source-opens',
    question: 'When does an EventSource fire "open"?',
    how: 'The server sends the header section at once and a comment 800 ms later.',
    quick: true,
  },
  {
    id: 'connections',
    question: 'How many of eight streams over HTTP/1.1 get a connection?',
    how: 'Eight fetches of streams that stay open, each at its own address; each tells the number of its connection.',
    quick: true,
  },
  {
    id: 'post-behind-streams',
    question: 'Does a POST get through beside eight open streams?',
    how: 'A script sends it while they are open or wait, over HTTP/1.1 to the same port, and gives it a second.',
    quick: true,
  },
  {
    id: 'web-socket-behind-streams',
    question: 'Does a WebSocket get through beside eight open streams?',
    how: 'A script opens it while they are open or wait, over HTTP/1.1 to the same port, and gives it a second.',
    quick: true,
  },
  {
    id: 'same-address',
    question: 'Two GETs of one address, each held for 400 ms: when are they sent?',
    how: 'Plain fetches without options. Both answers say "Cache-Control: no-store".',
    quick: true,
  },
  {
    id: 'same-stream',
    question: 'Two fetches of one stream that stays open: how many begin?',
    how: 'Plain fetches of one address; the second is given a second.',
    quick: true,
  },
  {
    id: 'keep-alive-timeout',
    question: 'Is "Keep-Alive: timeout=1" obeyed?',
    how: 'Two requests two and a half seconds apart; the server would keep the connection longer than it says.',
    quick: false,
  },
  {
    id: 'padding',
    question: 'After how many octets does an XMLHttpRequest show the first?',
    how: 'text/plain without "nosniff", in writes of 64 octets every 15 ms.',
    quick: true,
  },
  {
    id: 'sent-again',
    question: 'A connection in use dies under a POST, unanswered. Is it sent again?',
    how: 'The server reads the request and closes; it counts how often the request comes.',
    quick: true,
  },
  {
    id: 'cancel',
    question: 'What does cancelling the reader of a silent stream do?',
    how: 'reader.cancel(); the server is asked for a second whether the connection was closed.',
    quick: true,
  },
  {
    id: 'abort',
    question: 'What does an AbortController do to a silent stream?',
    how: 'abort(); the server is asked for a second whether the connection was closed.',
    quick: true,
  },
  {
    id: 'event-source-delay',
    question: 'How long does an EventSource wait before it comes back?',
    how: 'The stream ends in order and names no reconnection time; the wait is rounded to whole seconds.',
    quick: false,
  },
  {
    id: 'upload',
    question: 'What is sent for a ReadableStream as the content of a request, over HTTP/2?',
    how: 'The server sends back what it got.',
    quick: true,
  },
  {
    id: 'half-duplex',
    question: 'When does the fetch() of a request with streaming content resolve?',
    how: 'Over HTTP/2. The server answers at once; the content of the request ends 600 ms later.',
    quick: true,
  },
  {
    id: 'worker-duplex',
    question: 'Is one fetch() full duplex where a service worker of the page answers?',
    how: 'The worker answers each piece as it comes; the page notes whether it reads before it has sent the last.',
    quick: true,
  },
  {
    id: 'web-socket-http2',
    question: 'Where does a WebSocket go when the page has an HTTP/2 connection to its server?',
    how: 'The server offers the extended CONNECT of RFC 8441, and counts the streams that use it.',
    quick: true,
  },
  {
    id: 'beacon',
    question: 'Does sendBeacon() take 65 537 octets?',
    how: 'What it returns.',
    quick: true,
  },
  {
    id: 'unread',
    question: 'A script reads one piece of 160 MiB and stops. How much does the server get rid of?',
    how: 'Over HTTP/1.1, with "Cache-Control: no-store"; the server stops when it has been held back for a second. Sockets hold some of it.',
    quick: false,
  },
  {
    id: 'web-socket-stream',
    question: 'Is there a WebSocketStream?',
    how: 'Whether the global object has it.',
    quick: true,
  },
]
