/** Pages that are used again: to open one in a profile of its own takes a browser longer than most runs do. */
import type { DrivenBrowser, DrivenPage } from '../driven-browser.ts'

export class PagePool {
  readonly #url: string
  readonly #free = new Map<DrivenBrowser, DrivenPage[]>()

  /** Of pages with the document at `url`. */
  constructor(url: string) {
    this.#url = url
  }

  /** A page whose document nobody has used. Who disposes of it gives it back, and ends what its scripts have begun. */
  async take(browser: DrivenBrowser): Promise<DrivenPage> {
    const free = this.#free.get(browser) ?? []
    this.#free.set(browser, free)
    const page = free.pop() ?? (await browser.open(this.#url))
    return {
      ...page,
      [Symbol.asyncDispose]: async () => {
        await page.load(this.#url)
        free.push(page)
      },
    }
  }
}
