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

/** `-N` shows the content as it arrives, `-v` the header sections. */
function curlLine({ method, body }: Command, url: URL): string {
  const words = ['curl', '-N', '-v']
  if (body !== undefined) words.push('-H', quoted('Content-Type: text/plain'), '--data-raw', quoted(body))
  if (method !== (body === undefined ? 'GET' : 'POST')) words.push('-X', quoted(method))
  words.push(quoted(url.href))
  return words.join(' ')
}

function ncLine({ method, body }: Command, url: URL): string {
  const lines = [`${method} ${url.pathname}${url.search} HTTP/1.1`, `Host: ${url.host}`, 'Connection: close']
  if (body !== undefined) {
    lines.push('Content-Type: text/plain', `Content-Length: ${new TextEncoder().encode(body).length}`)
  }
  const octets = new TextEncoder().encode(`${lines.map((line) => `${line}\r\n`).join('')}\r\n${body ?? ''}`)
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return `printf ${printfFormat(octets)} | nc ${hostname} ${url.port || '80'}`
}
