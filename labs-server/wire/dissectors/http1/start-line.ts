/** Control data: the request-line (RFC 9112 section 3) and the status-line (section 4). */
import { latin1 } from '../../octets.ts'
import type { Part } from '../../pdu.ts'
import { CR, isControl, isToken, SP } from './characters.ts'
import type { FaultCode } from './faults.ts'
import type { Line } from './line.ts'
import { faulted, part, valuedPart } from './part.ts'

export interface RequestLine {
  readonly kind: 'request'
  readonly part: Part
  readonly method: string
  readonly target: string
  readonly version: string
}

export interface StatusLine {
  readonly kind: 'response'
  readonly part: Part
  /** NaN when there are no three digits. */
  readonly statusCode: number
  readonly version: string
}

export type StartLine = RequestLine | StatusLine

/** Whether another response to the same request follows: RFC 9110 section 15.2. */
export function isInterim({ statusCode }: StatusLine): boolean {
  return statusCode >= 100 && statusCode < 200
}

// request-line = method SP request-target SP HTTP-version
export function readRequestLine(octets: Uint8Array, line: Line): RequestLine {
  const { start, terminated } = line
  const end = terminated ? spacesBefore(octets, start, line.end) : line.end
  const methodEnd = firstSpace(octets, start, end)
  const targetStart = spacesAfter(octets, methodEnd, end)
  const lastWord = wordBefore(octets, targetStart, end)
  const hasVersion = looksLikeVersion(latin1(octets.subarray(lastWord, end)), terminated)
  const versionStart = hasVersion ? lastWord : end
  const targetEnd = hasVersion ? spacesBefore(octets, targetStart, lastWord) : end

  const method = latin1(octets.subarray(start, methodEnd))
  const target = latin1(octets.subarray(targetStart, targetEnd))
  const version = latin1(octets.subarray(versionStart, end))

  const parts: Part[] = []
  const methodIsToken = isToken(octets, start, methodEnd)
  parts.push(faulted(valuedPart('method', start, methodEnd, method), methodIsToken ? undefined : 'method-not-token'))
  pushSpaces(parts, methodEnd, targetStart)
  if (target !== '') {
    const fault = terminated ? targetFault(method, target) : undefined
    parts.push(faulted(valuedPart('request-target', targetStart, targetEnd, target), fault))
  }
  if (targetEnd > targetStart) pushSpaces(parts, targetEnd, versionStart)
  if (hasVersion) parts.push(versionPart(versionStart, end, version, terminated))
  if (line.end > end) parts.push(faulted(part('SP', end, line.end), 'start-line-whitespace'))

  return {
    kind: 'request',
    part: {
      ...faulted(part('request-line', start, line.end), terminated ? missing(target, version) : undefined),
      parts,
    },
    method,
    target,
    version,
  }
}

// status-line = HTTP-version SP status-code SP [ reason-phrase ]
export function readStatusLine(octets: Uint8Array, line: Line): StatusLine {
  const { start, end, terminated } = line
  const versionEnd = firstSpace(octets, start, end)
  const codeStart = spacesAfter(octets, versionEnd, end)
  const codeEnd = firstSpace(octets, codeStart, end)
  const reasonStart = Math.min(codeEnd + 1, end)

  const version = latin1(octets.subarray(start, versionEnd))
  const code = latin1(octets.subarray(codeStart, codeEnd))
  // status-code = 3DIGIT
  const statusCode = /^\d{3}$/.test(code) ? Number(code) : Number.NaN

  const parts: Part[] = [versionPart(start, versionEnd, version, terminated)]
  pushSpaces(parts, versionEnd, codeStart)
  if (codeEnd > codeStart) {
    const value = Number.isNaN(statusCode) ? code : statusCode
    const fault = terminated ? statusCodeFault(statusCode) : undefined
    parts.push(faulted(valuedPart('status-code', codeStart, codeEnd, value), fault))
  }
  pushSpaces(parts, codeEnd, reasonStart)
  if (end > reasonStart) {
    const reason = latin1(octets.subarray(reasonStart, end))
    parts.push(faulted(valuedPart('reason-phrase', reasonStart, end, reason), reasonFault(octets, reasonStart, end)))
  }

  let fault: FaultCode | undefined
  if (terminated && code === '') fault = 'status-code-malformed'
  // RFC 9112 section 4: "A server MUST send the space that separates the status-code from the reason-phrase even when
  // the reason-phrase is absent".
  else if (terminated && codeEnd === end) fault = 'status-line-space-missing'
  return { kind: 'response', part: { ...faulted(part('status-line', start, end), fault), parts }, statusCode, version }
}

function missing(target: string, version: string): FaultCode | undefined {
  if (target === '') return 'request-target-missing'
  return version === '' ? 'http-version-missing' : undefined
}

// HTTP-version = HTTP-name "/" DIGIT "." DIGIT
// HTTP-name    = %s"HTTP"
function versionPart(start: number, end: number, version: string, terminated: boolean): Part {
  let fault: FaultCode | undefined
  if (terminated && !/^HTTP\/\d\.\d$/.test(version)) fault = 'http-version-malformed'
  else if (terminated && !version.startsWith('HTTP/1.')) fault = 'http-version-not-1'
  return faulted(valuedPart('HTTP-version', start, end, version), fault)
}

/** Half a line may end within the version. */
function looksLikeVersion(word: string, terminated: boolean): boolean {
  return /^HTTP\//i.test(word) || (!terminated && word !== '' && 'HTTP/'.startsWith(word))
}

// request-target = origin-form / absolute-form / authority-form / asterisk-form
function targetFault(method: string, target: string): FaultCode | undefined {
  if (!/^[!-"$-~]+$/.test(target)) return 'request-target-character'
  if (method === 'CONNECT') return /^[^/?]+:\d+$/.test(target) ? undefined : 'request-target-form'
  if (target === '*') return method === 'OPTIONS' || method === 'PRI' ? undefined : 'request-target-form'
  return target.startsWith('/') || /^[A-Za-z][\w+.-]*:/.test(target) ? undefined : 'request-target-form'
}

function statusCodeFault(statusCode: number): FaultCode | undefined {
  if (Number.isNaN(statusCode)) return 'status-code-malformed'
  return statusCode < 100 || statusCode > 599 ? 'status-code-out-of-range' : undefined
}

// reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )
function reasonFault(octets: Uint8Array, start: number, end: number): FaultCode | undefined {
  const reason = octets.subarray(start, end)
  if (reason.includes(CR)) return 'bare-cr'
  return reason.some(isControl) ? 'reason-phrase-character' : undefined
}

function pushSpaces(parts: Part[], start: number, end: number): void {
  if (end > start) parts.push(faulted(part('SP', start, end), end - start > 1 ? 'start-line-whitespace' : undefined))
}

function firstSpace(octets: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && octets[at] !== SP) at++
  return at
}

function spacesAfter(octets: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && octets[at] === SP) at++
  return at
}

function spacesBefore(octets: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && octets[at - 1] === SP) at--
  return at
}

function wordBefore(octets: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && octets[at - 1] !== SP) at--
  return at
}
