/** Which check belongs to which lesson, and what the reader has passed. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { byLesson, loadCheck } from '#site/exercise/checks.ts'
import { hasPassed, notePassed, PROGRESS, readProgress } from '#site/exercise/progress.ts'
import type { TextStore } from '#site/lab/storage.ts'

describe('checks', () => {
  test('are found by the address of the lesson: numbers order the folders and drop out', () => {
    const load = async () => ({})
    const modules = byLesson({
      '/content/01-http/02-message-end/checks/eleven.ts': load,
      '/content/01-http/02-message-end/checks/10-on-one.ts': load,
    })
    expect([...modules.keys()]).toEqual(['http/message-end/eleven', 'http/message-end/on-one'])
  })

  test('a real one is loaded, with or without slashes around the address', async () => {
    expect((await loadCheck('http/keep-alive', 'ten-on-one')).check).toBeTypeOf('function')
    expect((await loadCheck('/http/keep-alive/', 'connections')).outcome).toBeTypeOf('function')
  })

  test('one that does not exist is our mistake, and says which', async () => {
    await expect(loadCheck('http/keep-alive', 'nothing')).rejects.toThrow(
      'The lesson http/keep-alive has no checks/nothing.ts.',
    )
  })
})

describe('progress', () => {
  let texts: Map<string, string>
  let store: TextStore
  beforeEach(() => {
    texts = new Map()
    store = {
      get: (key) => texts.get(key),
      set: (key, text) => void texts.set(key, text),
      remove: (key) => void texts.delete(key),
    }
  })

  test('is kept by lesson and exercise', () => {
    notePassed('http/keep-alive', 'ten-on-one', true, store)
    notePassed('http/keep-alive', 'curl-keeps', true, store)
    notePassed('http/message-end', 'eleven', true, store)
    expect(JSON.parse(texts.get(PROGRESS) ?? '')).toEqual({
      'http/keep-alive': { 'ten-on-one': true, 'curl-keeps': true },
      'http/message-end': { eleven: true },
    })
    expect(hasPassed('http/message-end', 'eleven', store)).toBe(true)
  })

  test('an exercise that is reset is passed no more, and the others are', () => {
    notePassed('http/keep-alive', 'ten-on-one', true, store)
    notePassed('http/keep-alive', 'curl-keeps', true, store)
    notePassed('http/keep-alive', 'ten-on-one', false, store)
    expect(hasPassed('http/keep-alive', 'ten-on-one', store)).toBe(false)
    expect(hasPassed('http/keep-alive', 'curl-keeps', store)).toBe(true)
  })

  test('the page is told of every change', () => {
    const dispatchEvent = vi.fn()
    vi.stubGlobal('dispatchEvent', dispatchEvent)
    notePassed('http/keep-alive', 'ten-on-one', true, store)
    vi.unstubAllGlobals()
    expect(dispatchEvent).toHaveBeenCalledWith(expect.objectContaining({ type: PROGRESS }))
  })

  test.each(['', 'null', '[1', '"text"', '7'])('%j in its place is no progress, and no error', (text) => {
    texts.set(PROGRESS, text)
    expect(readProgress(store)).toEqual({})
  })
})
