/** Cookies as HAR lists them: RFC 6265 sections 5.2 (Set-Cookie) and 5.4 (Cookie). */

import type { HttpMessage, MessageField, RequestMessage } from '../http-message.ts'
import { isoTime } from '../iso-time.ts'
import type { HarCookie, HarNamed } from './har.ts'

export function requestCookies({ fields }: RequestMessage): readonly HarCookie[] {
  return valuesOf(fields, 'cookie')
    .flatMap((value) => value.split(';'))
    .filter((pair) => pair.trim() !== '')
    .map(pairOf)
}

export function responseCookies({ fields }: HttpMessage): readonly HarCookie[] {
  return valuesOf(fields, 'set-cookie').map((value) => {
    const [pair = '', ...attributes] = value.split(';')
    const named = new Map(
      attributes.map((attribute) => [pairOf(attribute).name.toLowerCase(), pairOf(attribute).value]),
    )
    const path = named.get('path')
    const domain = named.get('domain')
    const expires = Date.parse(named.get('expires') ?? '')
    return {
      ...pairOf(pair),
      ...(path !== undefined && { path }),
      ...(domain !== undefined && { domain }),
      ...(!Number.isNaN(expires) && { expires: isoTime(expires) }),
      httpOnly: named.has('httponly'),
      secure: named.has('secure'),
    }
  })
}

function valuesOf(fields: readonly MessageField[], wanted: string): readonly string[] {
  return fields.filter(({ name }) => name.toLowerCase() === wanted).map(({ value }) => value)
}

function pairOf(text: string): HarNamed {
  const equals = text.indexOf('=')
  if (equals === -1) return { name: text.trim(), value: '' }
  return { name: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() }
}
