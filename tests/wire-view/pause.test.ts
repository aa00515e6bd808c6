/** Paused views stand still; what comes is kept, and drawn afterwards. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ViewState } from '#site/wire-view/view-state.ts'
import { WireModel } from '#site/wire-view/wire-model.ts'
import { passed, REQUEST, RUN } from './traces.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['requestAnimationFrame', 'setTimeout', 'clearTimeout', 'performance'] })
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16))
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function request(connection: number) {
  return passed(connection, connection, 'client-to-server', REQUEST)
}

test('rows stand still while paused, and all of them come with the end of the pause', () => {
  const model = new WireModel()
  const state = new ViewState(model)
  const rows = () => state.seen.value?.index.rows.length
  model.begin(RUN)
  model.append([request(1)])
  expect(rows()).toBe(1)

  model.pause(true)
  model.append([request(2)])
  vi.runAllTimers()
  model.append([request(3)])
  vi.runAllTimers()
  expect(rows()).toBe(1)
  expect(model.log.peek()?.units).toHaveLength(3)

  model.pause(false)
  expect(rows()).toBe(3)
})

test('a new run ends the pause', () => {
  const model = new WireModel()
  const state = new ViewState(model)
  model.begin(RUN)
  model.pause(true)
  model.begin({ ...RUN, id: 'run-2' })
  model.append([request(1)])
  vi.runAllTimers()
  expect(model.paused.value).toBe(false)
  expect(state.seen.value?.index.rows).toHaveLength(1)
})
