/** Commands for other tools: read by a real shell, they are the octets they should be. */
import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { LABS } from '#labs/index.ts'
import { type Command, initialValues, type Lab } from '#labs/lab.ts'
import { commandLines } from '#site/lab/command-lines.ts'

const ADDRESS = 'http://localhost:4322/s/AAAAAAAAAAAAAAAAAAAAAA/keep-alive/'

/** What a lab with this one command offers. */
function linesOf(command: Command, address = ADDRESS) {
  const lab = { ...LABS[0], commands: () => [command] } as unknown as Lab
  const [line] = commandLines(lab, {}, address)
  if (line === undefined) throw new Error('There is no command.')
  return line
}

/** The words a POSIX shell makes of a command, the command's own name left out. */
const words = (command: string) =>
  execFileSync('sh', ['-c', `set -- ${command}; shift; printf '%s\\0' "$@"`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

/** The octets that a `printf ... | nc ...` command would pipe into nc. */
const octets = (command: string) =>
  execFileSync('sh', ['-c', command.slice(0, command.lastIndexOf(' | nc '))], { encoding: 'latin1' })

const GET: Command = { label: 'One image', method: 'GET', path: 'image/1?keepAlive=on' }
const POST: Command = { label: 'A message up', method: 'POST', path: 'up', body: 'hello' }

describe('curl', () => {
  test('shows content as it arrives, and the header sections', () => {
    expect(linesOf(GET).curl).toBe(`curl -N -v '${ADDRESS}image/1?keepAlive=on'`)
  })

  test('sends a body as text, which is what the lab reads', () => {
    expect(words(linesOf(POST).curl)).toEqual([
      '-N',
      '-v',
      '-H',
      'Content-Type: text/plain',
      '--data-raw',
      'hello',
      `${ADDRESS}up`,
    ])
  })

  test.each(["it's", '$(reboot)', '`reboot`', '@/etc/passwd', '"; reboot; "', '%s \\n $HOME'])(
    'the shell leaves the body %j alone',
    (body) => {
      expect(words(linesOf({ ...POST, body }).curl)).toContain(body)
    },
  )

  test('names a method that its options do not imply', () => {
    expect(words(linesOf({ ...GET, method: 'DELETE' }).curl)).toEqual(expect.arrayContaining(['-X', 'DELETE']))
  })
})

describe('nc', () => {
  test('is one request with every octet written out, after which the server closes', () => {
    const { nc } = linesOf(GET)
    expect(nc.endsWith("' | nc localhost 4322")).toBe(true)
    expect(octets(nc)).toBe(
      'GET /s/AAAAAAAAAAAAAAAAAAAAAA/keep-alive/image/1?keepAlive=on HTTP/1.1\r\nHost: localhost:4322\r\nConnection: close\r\n\r\n',
    )
  })

  test('says how many octets its content has, not how many characters', () => {
    const sent = octets(linesOf({ ...POST, body: 'grüße' }).nc)
    expect(sent).toContain('\r\nContent-Length: 7\r\n')
    expect(sent.split('\r\n\r\n')[1]).toHaveLength(7)
  })

  test.each(["it's", '100 %', '%s%n', 'C:\\new', '$(reboot)', 'two\r\nlines'])(
    'the body %j arrives as it is',
    (body) => {
      expect(
        octets(linesOf({ ...POST, body }).nc)
          .split('\r\n\r\n')
          .slice(1)
          .join('\r\n\r\n'),
      ).toBe(body)
    },
  )

  test('an IPv6 host is in brackets for HTTP and without for nc', () => {
    const { nc } = linesOf(GET, 'http://[::1]:4322/s/T/keep-alive/')
    expect(nc.endsWith(' | nc ::1 4322')).toBe(true)
    expect(octets(nc)).toContain('Host: [::1]:4322\r\n')
  })
})

test.each(LABS.map((lab) => [lab.id, lab as unknown as Lab] as const))('%s offers both for every request', (_, lab) => {
  const lines = commandLines(lab, initialValues(lab), ADDRESS)
  expect(lines.length).toBeGreaterThan(0)
  for (const { curl, nc } of lines) {
    expect(words(curl).at(-1)).toMatch(/^http:\/\/localhost:4322\/s\//)
    expect(octets(nc)).toMatch(/^[A-Z]+ \/s\/\S+ HTTP\/1\.1\r\n/)
  }
})

describe('a request that is typed', () => {
  const TYPED: Command = { label: 'Type lines', method: 'PUT', path: 'echo', typed: true }

  test('curl sends what is typed, and looks at the answer meanwhile', () => {
    expect(words(linesOf(TYPED).curl)).toEqual(['-N', '-v', '-T', '.', `${ADDRESS}echo`])
  })

  test('nc is given a chunk for each line, and the last chunk at the end of the input', () => {
    const { nc } = linesOf(TYPED)
    const sent = execFileSync('sh', ['-c', nc.slice(0, nc.lastIndexOf(' | nc '))], {
      encoding: 'latin1',
      input: 'one\n%s \\n $HOME\n',
    })
    const [head, ...chunks] = sent.split('\r\n\r\n')
    expect(head).toMatch(/^PUT .*\/echo HTTP\/1\.1\r\nHost: localhost:4322\r\nTransfer-Encoding: chunked$/)
    expect(chunks.join('\r\n\r\n')).toBe('4\r\none\n\r\nc\r\n%s \\n $HOME\n\r\n0\r\n\r\n')
  })
})
