/** A lab's requests as command lines for a POSIX shell: `curl`, and `nc` with every octet of the request written out. */
import type { Command, Lab, SwitchValues } from '#labs/lab.ts'
import { printfFormat, quoted } from '#wire/formats/shell.ts'

export interface CommandLine {
  /** What it does: `One image`. */
  readonly label: string
  readonly curl: string
  readonly nc: string
}

/** The commands of `lab` at `address`, its own for this session. */
export function commandLines(lab: Lab, values: SwitchValues, address: string): readonly CommandLine[] {
  return lab.commands(values as never).map((command) => ({
    label: command.label,
    curl: curlLine(command, new URL(command.path, address)),
    nc: ncLine(command, new URL(command.path, address)),
  }))
}

/**
 * `-N` shows the content as it arrives, `-v` the header sections. `-T .` sends what is typed and looks at the answer meanwhile;
 * `-T -` sends as well, but waits for the next line before it looks (curl 7.88.1).
 */
function curlLine({ method, body, typed }: Command, url: URL): string {
  const words = ['curl', '-N', '-v']
  if (typed) return [...words, '-T', '.', quoted(url.href)].join(' ')
  if (body !== undefined) words.push('-H', quoted('Content-Type: text/plain'), '--data-raw', quoted(body))
  if (method !== (body === undefined ? 'GET' : 'POST')) words.push('-X', quoted(method))
  words.push(quoted(url.href))
  return words.join(' ')
}

function ncLine({ method, body, typed }: Command, url: URL): string {
  if (typed) return typedLine(method, url)
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`, 'Connection: close']
  if (body !== undefined) {
    lines.push('Content-Type: text/plain', `Content-Length: ${new TextEncoder().encode(body).length}`)
  }
  const octets = new TextEncoder().encode(`${lines.map((line) => `${line}\r\n`).join('')}\r\n${body ?? ''}`)
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return `printf ${printfFormat(octets)} | nc ${hostname} ${url.port || '80'}`
}

/** A request in chunked coding, a chunk for each line typed (RFC 9112 section 7.1); Ctrl-D ends it. */
function typedLine(method: string, url: URL): string {
  const head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nTransfer-Encoding: chunked\r\n\r\n`
  const octets = new TextEncoder().encode(head)
  const chunk = `while IFS= read -r line; do printf '%x\\r\\n%s\\n\\r\\n' $(($(printf %s "$line" | wc -c) + 1)) "$line"; done`
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return `{ printf ${printfFormat(octets)}; ${chunk}; printf '0\\r\\n\\r\\n'; } | nc ${hostname} ${url.port || '80'}`
}
