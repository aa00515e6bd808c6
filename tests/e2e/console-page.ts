/** The raw console as a test meets it: by the roles and names a reader meets. */
import { expect, type Locator, type Page } from '@playwright/test'

export interface ConsolePage {
  readonly region: Locator
  readonly text: Locator
  /** Entries of the conversation. */
  readonly entries: Locator
  readonly pieces: Locator
  button(name: string | RegExp): Locator
  /** Puts a ready-made text in place. */
  startFrom(label: RegExp): Promise<void>
}

/** The console of a page, once its text stands there. */
export async function openConsole(page: Page, path = 'console/'): Promise<ConsolePage> {
  await page.goto(path)
  const region = page.getByRole('region', { name: 'Octets by hand' })
  const text = region.getByRole('textbox', { name: 'Octets to send' })
  await expect(text).not.toHaveValue('')
  return {
    region,
    text,
    entries: region.getByRole('list', { name: 'The conversation' }).getByRole('listitem'),
    pieces: region.getByRole('list', { name: /as they will be sent/ }).getByRole('listitem'),
    button: (name) => region.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) }),
    async startFrom(label) {
      const select = region.getByRole('combobox', { name: 'Start from' })
      const option = await select.getByRole('option', { name: label }).getAttribute('value')
      await select.selectOption(option)
    },
  }
}
