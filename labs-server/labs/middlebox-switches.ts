/** The switches of the middlebox: which, and what it does. */
import type { Switches, ValuesOf } from './lab.ts'
import type { Middlebox, NginxDirectives } from './middlebox-options.ts'

export const middleboxSwitches = {
  middlebox: {
    kind: 'choice',
    label: 'Middlebox',
    help: 'What stands between client and server and passes HTTP on. All but nginx are emulated by the labs server.',
    options: [
      { value: 'none', label: 'None' },
      { value: 'buffering', label: 'One that buffers' },
      { value: 'stripping', label: 'One that strips fields' },
      { value: 'impatient', label: 'One that times out' },
      { value: 'nginx', label: 'nginx itself' },
    ],
    initial: 'none',
  },
  patience: {
    kind: 'range',
    label: 'Time-out of the middlebox',
    help: 'After so long without an octet of a response it ends it. Real ones wait a minute or so.',
    min: 100,
    max: 10_000,
    step: 100,
    unit: 'ms',
    initial: 1000,
  },
  proxyBuffering: {
    kind: 'toggle',
    label: 'Directive proxy_buffering',
    help: 'On: nginx holds the response until a buffer is full or it is complete; version 1.22 lets chunks pass where it speaks HTTP/1.1.',
    initial: true,
  },
  proxyRequestBuffering: {
    kind: 'toggle',
    label: 'Directive proxy_request_buffering',
    help: 'On: nginx holds the request until it is complete.',
    initial: true,
  },
  proxyHttpVersion: {
    kind: 'choice',
    label: 'Directive proxy_http_version',
    help: 'What nginx speaks to the server: 1.0 by default before its version 1.29.7. It has no chunked coding and no upgrade.',
    options: [
      { value: '1.0', label: 'HTTP/1.0' },
      { value: '1.1', label: 'HTTP/1.1' },
    ],
    initial: '1.0',
  },
  proxyReadTimeout: {
    kind: 'range',
    label: 'Directive proxy_read_timeout',
    help: 'After so long without an octet from the server nginx gives up.',
    min: 1000,
    max: 60_000,
    step: 1000,
    unit: 'ms',
    initial: 60_000,
  },
  proxyGzip: {
    kind: 'toggle',
    label: 'Directive gzip',
    help: 'On: nginx compresses responses for clients that accept it, and holds octets to do so.',
    initial: false,
  },
  proxyUpgrade: {
    kind: 'toggle',
    label: 'Upgrade passed on',
    help: 'On: nginx is told to send Upgrade and Connection to the server; by itself it drops both.',
    initial: false,
  },
} as const satisfies Switches

export type MiddleboxSwitches = ValuesOf<typeof middleboxSwitches>

/** The middlebox that switches ask for; undefined without one. */
export function middleboxOf(values: Partial<MiddleboxSwitches>): Middlebox | undefined {
  switch (values.middlebox) {
    case 'buffering':
    case 'stripping':
      return { kind: values.middlebox }
    case 'impatient':
      return { kind: 'impatient', patienceMs: values.patience ?? middleboxSwitches.patience.initial }
    case 'nginx':
      return { kind: 'nginx', directives: directivesOf(values) }
    default:
      return undefined
  }
}

function directivesOf(values: Partial<MiddleboxSwitches>): NginxDirectives {
  return {
    buffering: values.proxyBuffering ?? true,
    requestBuffering: values.proxyRequestBuffering ?? true,
    httpVersion: values.proxyHttpVersion ?? '1.0',
    readTimeoutMs: values.proxyReadTimeout ?? middleboxSwitches.proxyReadTimeout.initial,
    gzip: values.proxyGzip ?? false,
    upgrade: values.proxyUpgrade ?? false,
  }
}

/** Whether a switch of the middlebox changes anything while the others are as they are; true for every other name. */
export function middleboxSwitchActs(name: string, { middlebox }: Partial<MiddleboxSwitches>): boolean {
  if (name === 'patience') return middlebox === 'impatient'
  return name.startsWith('proxy') ? middlebox === 'nginx' : true
}
