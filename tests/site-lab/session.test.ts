/** The session's token, where it is kept, and the addresses that carry it. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { labAddress, newToken, readSession, SESSION_KEY } from '#site/lab/session.ts'
import { openStore, type TextStore } from '#site/lab/storage.ts'

function memoryStore(): TextStore {
  const texts = new Map<string, string>()
  return {
    get: (key) => texts.get(key),
    set: (key, text) => void texts.set(key, text),
    remove: (key) => void texts.delete(key),
  }
}

describe('the session', () => {
  test('is 128 random bits as 22 characters of base64url', () => {
    const tokens = Array.from({ length: 200 }, newToken)
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(new Set(tokens).size).toBe(tokens.length)
  })

  test('is the same on every page of one browser', () => {
    const store = memoryStore()
    expect(readSession(store)).toBe(readSession(store))
  })

  test.each(['', 'too-short', '../../another-address/..', 'x'.repeat(23)])('does not keep %j', (stored) => {
    const store = memoryStore()
    store.set(SESSION_KEY, stored)
    expect(readSession(store)).toMatch(/^[A-Za-z0-9_-]{22}$/)
  })

  test('is in every lab address, under the host name of the page', () => {
    expect(labAddress('localhost', 4322, 'TOKEN', 'keep-alive')).toBe('http://localhost:4322/s/TOKEN/keep-alive/')
  })

  test('a page opened by its IPv6 address gives labs an address that can be read', () => {
    const { hostname } = new URL('http://[::1]:4321/')
    expect(new URL(labAddress(hostname, 4322, 'TOKEN', 'keep-alive')).host).toBe('[::1]:4322')
  })
})

describe('where storage is forbidden', () => {
  afterEach(() => vi.unstubAllGlobals())

  test('texts are kept for as long as the page is open', () => {
    const forbidden = () => {
      throw new DOMException('Forbidden', 'SecurityError')
    }
    vi.stubGlobal('localStorage', { getItem: forbidden, setItem: forbidden, removeItem: forbidden })
    const session = readSession(openStore('localStorage'))
    expect(readSession(openStore('localStorage'))).toBe(session)
    openStore('localStorage').remove(SESSION_KEY)
    expect(openStore('localStorage').get(SESSION_KEY)).toBeUndefined()
  })
})
