/** A file is taken in in slices, between which the page has its turn; views have drawn all of it when it is in. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ViewState } from '#site/wire-view/view-state.ts'
import { WireModel } from '#site/wire-view/wire-model.ts'
import { passed, REQUEST, RUN } from './traces.ts'

const REQUESTS = 10_000

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', () => 0)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function* requests(onEach: (place: number) => void = () => {}) {
  for (let place = 0; place < REQUESTS; place++) {
    onEach(place)
    yield passed(1 + (place % 6), place, 'client-to-server', REQUEST)
  }
}

test('all rows are there at its end, though no frame came', async () => {
  const model = new WireModel('file')
  const state = new ViewState(model)
  model.begin(RUN, 'file')
  await model.take(requests())
  expect(state.seen.value?.index.rows).toHaveLength(REQUESTS)
})

test('the page has its turn before all is in', async () => {
  const model = new WireModel('file')
  model.begin(RUN, 'file')
  let taken = 0
  const taking = model.take(
    requests((place) => {
      taken = place
    }),
  )
  await new Promise((resolve) => setTimeout(resolve))
  expect(taken).toBeLessThan(REQUESTS - 1)
  await taking
})

test('it ends when another run is shown, which it leaves alone', async () => {
  const model = new WireModel('file')
  model.begin(RUN, 'file')
  await model.take(
    requests((place) => {
      if (place === 5000) model.begin({ ...RUN, id: 'another' }, 'file')
    }),
  )
  expect(model.log.peek()?.trace.run.id).toBe('another')
  expect(model.log.peek()?.units).toHaveLength(0)
})

test('what came before it was stopped is shown', async () => {
  const model = new WireModel('file')
  const state = new ViewState(model)
  model.begin(RUN, 'file')
  const stopped = model.take(
    requests((place) => {
      if (place === 5000) throw new Error('stopped')
    }),
  )
  await expect(stopped).rejects.toThrow('stopped')
  expect(state.seen.value?.index.rows).toHaveLength(5000)
})
