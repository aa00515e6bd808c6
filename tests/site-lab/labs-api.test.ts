/** What the page makes of the labs server's answers, the bad ones above all. */
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { LabError, PROBLEM_JSON } from '#labs/lab-error.ts'
import { LabsApi } from '#site/lab/labs-api.ts'
import { pageNow, ServerClock } from '#site/lab/server-clock.ts'

const ORIGIN = 'http://localhost:4321'
const RUN = { session: 'TOKEN', lab: 'keep-alive', switches: { requests: 6 } }

const server = setupServer()
beforeAll(() => server.listen())
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

async function errorOf(attempt: Promise<unknown>): Promise<LabError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(LabError)
  return error as LabError
}

describe('the labs server answers', () => {
  test('a run is asked for as JSON, which no other site can send without asking first', async () => {
    server.use(
      http.post(`${ORIGIN}/api/runs`, async ({ request }) => {
        expect(request.headers.get('Content-Type')).toBe('application/json')
        expect(await request.json()).toEqual(RUN)
        return HttpResponse.json({ run: { id: 'r1' }, now: 0 }, { status: 201 })
      }),
    )
    expect((await new LabsApi(ORIGIN).startRun(RUN)).run.id).toBe('r1')
  })

  test('a problem+json answer is its sentence', async () => {
    const detail = 'The switch "requests" is a whole number from 1 to 40.'
    server.use(
      http.post(`${ORIGIN}/api/runs`, () =>
        HttpResponse.json(
          { type: 'about:blank', title: 'No', status: 400, detail, code: 'LAB_BAD_SWITCH' },
          { status: 400, headers: { 'Content-Type': `${PROBLEM_JSON}; charset=utf-8` } },
        ),
      ),
    )
    const error = await errorOf(new LabsApi(ORIGIN).startRun(RUN))
    expect(error).toMatchObject({ code: 'LAB_BAD_SWITCH', message: detail })
  })

  test('a problem with a code of a newer server is still its sentence', async () => {
    server.use(
      http.get(`${ORIGIN}/api/status`, () =>
        HttpResponse.json(
          { detail: 'Closed for today.', code: 'LAB_NEW' },
          { status: 503, headers: { 'Content-Type': PROBLEM_JSON } },
        ),
      ),
    )
    expect(await errorOf(new LabsApi(ORIGIN).status())).toMatchObject({
      code: 'LAB_INTERNAL',
      message: 'Closed for today.',
    })
  })
})

describe('the labs server does not answer', () => {
  test.each([
    ['no connection', () => HttpResponse.error()],
    ['a static host says 404 with a page', () => HttpResponse.html('<h1>Not here</h1>', { status: 404 })],
    ['a static host says 200 with a page', () => HttpResponse.html('<h1>Welcome</h1>')],
    ['a proxy says 502 in JSON of its own', () => HttpResponse.json({ error: 'upstream' }, { status: 502 })],
  ])('%s: the reader learns what to do', async (_, answer) => {
    server.use(http.get(`${ORIGIN}/api/status`, answer))
    const error = await errorOf(new LabsApi(ORIGIN).status())
    expect(error.code).toBe('LAB_UNREACHABLE')
    expect(error.message).toContain(`${ORIGIN} does not answer. Start it with "npm start"`)
  })
})

describe("the server's clock", () => {
  test('is read in the middle between question and answer', () => {
    const clock = new ServerClock()
    clock.note(1000, 1100, 51_050)
    expect(clock.now() - pageNow()).toBeCloseTo(50_000, 0)
  })

  test('a slow answer does not spoil what a quick one told', () => {
    const clock = new ServerClock()
    clock.note(1000, 1002, 51_001)
    clock.note(2000, 4000, 99_999)
    expect(clock.now() - pageNow()).toBeCloseTo(50_000, 0)
  })

  test('after a minute any answer is better than an old one', () => {
    const clock = new ServerClock()
    clock.note(1000, 1002, 51_001)
    clock.note(70_000, 71_000, 70_500)
    expect(clock.now() - pageNow()).toBeCloseTo(0, 0)
  })
})
