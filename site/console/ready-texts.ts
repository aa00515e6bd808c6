/** Texts to start from, with the reader's own session in them. Each names the lab whose wire then shows its octets. */

export interface ReadyText {
  readonly id: string
  readonly label: string
  /** The lab's id. */
  readonly lab: string
  /** The text, as `octet-text.ts` reads it. `host` is the labs' own: `localhost:4322`; `base` the lab's address there: `/s/TOKEN/duplex/`. */
  text(host: string, base: string): string
}

export const READY_TEXTS: readonly ReadyText[] = [
  {
    id: 'get',
    label: 'A GET in two pieces',
    lab: 'message-end',
    text: (host, base) => `GET ${base}message?writes=3&interval=500 HTTP/1.1
Host: ${host}
---

`,
  },
  {
    id: 'pipelined',
    label: 'Two requests at once (pipelining)',
    lab: 'keep-alive',
    text: (host, base) => `GET ${base}image/1 HTTP/1.1
Host: ${host}

GET ${base}image/2 HTTP/1.1
Host: ${host}
Connection: close

`,
  },
  {
    id: 'chunked',
    label: 'A message up, in chunks',
    lab: 'back-channel',
    text: (host, base) => `POST ${base}up HTTP/1.1
Host: ${host}
Content-Type: text/plain
Transfer-Encoding: chunked

---
7
The bod
---
8
y comes 
---
9
in pieces
---
0

`,
  },
  {
    id: 'duplex',
    label: 'Duplex: the answer begins before the request ends',
    lab: 'duplex',
    text: (host, base) => `PUT ${base}echo HTTP/1.1
Host: ${host}
Transfer-Encoding: chunked

---
7
first

---
8
second

---
0

`,
  },
  {
    id: 'web-socket',
    label: 'WebSocket: the handshake and a masked frame',
    lab: 'duplex',
    text: (host, base) => `GET ${base}web-socket/by-hand/ HTTP/1.1
Host: ${host}
Upgrade: websocket
Connection: Upgrade
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
Sec-WebSocket-Version: 13

---
\\x81\\x85\\x37\\xfa\\x21\\x3d\\x7f\\x9f\\x4d\\x51\\x58\\
---
\\x88\\x82\\x37\\xfa\\x21\\x3d\\x34\\x12\\
`,
  },
  {
    id: 'policy-file',
    label: 'XMLSocket: who may connect?',
    lab: 'duplex',
    text: () => '<policy-file-request/>\\0\\\n',
  },
  {
    id: 'xml-socket',
    label: 'XMLSocket: join, and a message',
    lab: 'duplex',
    text: (_host, base) => `<join to="${base}xml-socket/c1/"/>\\0\\
---
<message>"hello"</message>\\0\\
`,
  },
]

const LAB_NAMED = /\/s\/[A-Za-z0-9_-]{22}\/([a-z0-9-]{1,40})[/?"\s]/

/** The lab that octets name in their first line; undefined when they name none. */
export function labNamed(octets: Uint8Array): string | undefined {
  return LAB_NAMED.exec(String.fromCharCode(...octets.subarray(0, 4096)))?.[1]
}
