/** A lab panel as a test meets it: by the roles and names a reader meets. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Twin } from './fixtures.ts'

export interface LabPage {
  readonly region: Locator
  readonly connections: Locator
  readonly units: Locator
  readonly octets: Locator
  readonly prediction: Locator
  /** Rows of the grid "Units" whose accessible name or text matches. */
  unit(name: RegExp): Locator
  switch(name: string): Locator
  choose(group: string, option: string): Promise<void>
  setRange(name: string, value: number): Promise<void>
  /** Sets a range in the live twin only, where it spares time: what was recorded has a pace of its own, and is played at that. */
  quicken(twin: Twin, name: string, value: number): Promise<void>
  /** Presses Run and waits until the lab's script has ended. */
  run(): Promise<void>
}

/** The panel of the lab with this title. */
export function lab(page: Page, title: string): LabPage {
  const region = page.getByRole('region', { name: title })
  const units = region.getByRole('grid', { name: 'Units' })
  const run = region.getByRole('button', { name: 'Run', exact: true })
  const setRange = (name: string, value: number) =>
    region.getByRole('slider', { name, exact: true }).fill(String(value))
  return {
    region,
    units,
    octets: region.getByRole('grid', { name: 'Octets' }),
    connections: region.getByRole('list', { name: 'Connections' }).getByRole('listitem'),
    prediction: region.getByRole('radiogroup').first(),
    unit: (name) => units.getByRole('row', { name }),
    switch: (name) => region.getByRole('switch', { name, exact: true }),
    async choose(group, option) {
      await region
        .getByRole('radiogroup', { name: group, exact: true })
        .getByRole('radio', { name: option, exact: true })
        .check()
    },
    setRange,
    async quicken(twin, name, value) {
      if (twin === 'live') await setRange(name, value)
    },
    async run() {
      const before = (await region.getAttribute('data-run')) ?? ''
      await run.click()
      await expect(region).not.toHaveAttribute('data-run', before)
      await expect(region).toHaveAttribute('data-phase', 'finished', { timeout: 20_000 })
    },
  }
}
