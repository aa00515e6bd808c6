/**
 * The labs of this page, loaded before anything that asks for one runs: their descriptions are a part of every page's script
 * that grows with each lab, and a page has few. Without a page, while the site is built, these are all labs.
 */
import { LAB_DESCRIPTIONS } from '#labs/descriptions.ts'
import type { Lab } from '#labs/lab.ts'

/** Islands may start while the page is still being read: its later labs are not there yet. */
async function idsOfPage(): Promise<readonly string[]> {
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
  }
  return [...document.querySelectorAll<HTMLElement>('[data-lab]')].map(({ dataset }) => dataset.lab ?? '')
}

const ids = import.meta.env.SSR ? Object.keys(LAB_DESCRIPTIONS) : new Set(await idsOfPage())
const labs = new Map<string, Lab | undefined>()
await Promise.all([...ids].map(async (id) => labs.set(id, await LAB_DESCRIPTIONS[id]?.())))

/** The lab of this id, if the page has it. */
export function labOf(id: string): Lab | undefined {
  return labs.get(id)
}
