/** Every lab keeps the same promises, whatever it shows: run from its own client half against the real labs server. */
import { describe, expect, test } from 'vitest'
import { LAB_CLIENTS } from '#labs/clients.ts'
import { LABS } from '#labs/index.ts'
import type { Lab, SwitchValues } from '#labs/lab.ts'
import { initialValues, parseSwitches, switchQuery } from '#labs/lab.ts'
import type { ScriptEvent } from '#labs/lab-client.ts'
import { PRESETS } from '#labs/presets.ts'
import { LAB_ROUTES } from '#labs/routes.ts'
import type { LabsServer } from '#labs-server/labs-server.ts'
import { exchangesOf } from '#wire/exchanges.ts'
import { factsOf } from '#wire/facts.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { labUrl, newSession, runningServer, startRun } from '../labs-server/running-server.ts'
import { ViewingPage } from '../labs-server/viewing-page.ts'

const ALL: readonly Lab[] = LABS as readonly Lab[]

/** Runs the lab's own client half; returns what its script saw, and the trace once every request is answered in it. */
async function runLab(server: LabsServer, lab: Lab, switches: SwitchValues) {
  const session = newSession()
  const { run } = await startRun(server, session, lab.id, switches)
  using page = await ViewingPage.watching(server, session, { lab: lab.id })
  const script: ScriptEvent[] = []
  const client = await LAB_CLIENTS[lab.id]?.()
  await client?.run(
    {
      url: labUrl(server, session, lab.id).href,
      signal: new AbortController().signal,
      now: () => performance.timeOrigin + performance.now() - run.startedAt,
      saw: (what, more) => script.push({ at: performance.now(), what, ...more }),
    },
    run.switches as never,
  )
  await page.until(() => {
    const exchanges = exchangesOf(logOf(page))
    return exchanges.length > 0 && exchanges.every(({ response }) => response.length > 0)
  })
  return { log: logOf(page), script }
}

function logOf(page: ViewingPage): UnitLog {
  const log = new UnitLog(page.trace.run)
  for (const record of page.records) log.append(record)
  return log
}

describe.each(ALL.map((lab) => [lab.id, lab] as const))('lab %s', (id, lab) => {
  test('has a server half, a client half, and at least one recorded preset with switches it knows', () => {
    expect(LAB_ROUTES[id]).toBeDefined()
    expect(LAB_CLIENTS[id]).toBeDefined()
    const presets = PRESETS.filter((preset) => preset.lab === id)
    expect(presets.length).toBeGreaterThan(0)
    for (const { switches } of presets) expect(parseSwitches(lab, switches)).toMatchObject(switches)
  })

  test('tells what every switch changes, and leaves nothing in a permalink that is at its initial value', () => {
    for (const { label, help } of Object.values(lab.switches)) {
      expect(label).toMatch(/^[A-Z]/)
      expect(help).toMatch(/\.$/)
    }
    expect(switchQuery(lab, initialValues(lab))).toBe('')
  })

  test('refuses a switch it does not have, and says which it has', () => {
    expect(() => parseSwitches(lab, { nonsense: 'on' })).toThrow(/has no switch "nonsense". It has: /)
  })

  test('answers each request it offers for curl and nc', async () => {
    await using server = await runningServer()
    for (const command of lab.commands(initialValues(lab))) {
      const abort = new AbortController()
      const answer = await fetch(new URL(command.path, labUrl(server, newSession(), id)), {
        method: command.method,
        signal: abort.signal,
        ...(command.body !== undefined && { body: command.body }),
      })
      expect(answer.status, command.label).toBeLessThan(300)
      abort.abort()
    }
  })

  test('runs to its end without a fault, every octet in a unit, and reports what its script saw', async () => {
    await using server = await runningServer()
    const quick = Object.fromEntries(
      Object.entries(lab.switches).flatMap(([name, control]) =>
        control.kind === 'range' && control.unit === 'ms' ? [[name, control.min]] : [],
      ),
    )
    const { log, script } = await runLab(server, lab, quick)

    expect(factsOf(log).faults).toBe(0)
    expect(script.length).toBeGreaterThan(0)
    for (const connection of log.trace.connections) {
      const units = [...log.units, ...log.pending()].filter((logged) => logged.connection === connection)
      for (const direction of ['client-to-server', 'server-to-client'] as const) {
        const ranges = units.filter(({ unit }) => unit.direction === direction).flatMap(({ unit }) => unit.ranges)
        const covered = ranges.reduce((sum, { start, end }) => sum + end - start, 0)
        expect(covered, `${direction} of connection ${connection.id}`).toBe(connection.streams[direction].length)
      }
    }
  })
})
