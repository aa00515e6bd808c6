/** The search dialog over Pagefind's index, which is made when the site is built and loaded when the dialog is first opened. */

interface PagefindResult {
  readonly url: string
  readonly excerpt: string
  readonly meta: { readonly title: string }
  readonly sub_results: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[]
}

interface Pagefind {
  init(): Promise<void>
  /** Resolves with null when a later search has overtaken this one. */
  debouncedSearch(words: string): Promise<{ readonly results: readonly { data(): Promise<PagefindResult> }[] } | null>
}

const MOST_RESULTS = 12

class SiteSearch extends HTMLElement {
  #pagefind: Promise<Pagefind> | undefined

  connectedCallback(): void {
    const dialog = this.#one('dialog', HTMLDialogElement)
    const words = this.#one('input', HTMLInputElement)
    const open = () => {
      dialog.showModal()
      words.select()
      this.#load()
    }
    this.#one('.open', HTMLButtonElement).addEventListener('click', open)
    words.addEventListener('input', () => this.#search(words.value.trim()))
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog || (event.target as Element).closest('a')) dialog.close()
    })
    document.addEventListener('keydown', (event) => {
      const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
      const controlK = event.key === 'k' && (event.ctrlKey || event.metaKey)
      if (dialog.open || !(slash || controlK)) return
      event.preventDefault()
      open()
    })
  }

  #load(): Promise<Pagefind> {
    this.#pagefind ??= import(/* @vite-ignore */ `${import.meta.env.BASE_URL}pagefind/pagefind.js`)
    this.#pagefind.catch(() => {
      this.#pagefind = undefined
      this.#say('The search index is not there. It is made when the site is built.')
    })
    return this.#pagefind
  }

  async #search(words: string): Promise<void> {
    const list = this.#one('.results', HTMLOListElement)
    if (words === '') {
      list.replaceChildren()
      this.#say('')
      return
    }
    const pagefind = await this.#load()
    const found = await pagefind.debouncedSearch(words)
    if (found === null) return
    const pages = await Promise.all(found.results.slice(0, MOST_RESULTS).map((result) => result.data()))
    const items = pages
      .flatMap((page) => page.sub_results.map((section) => ({ ...section, page: page.meta.title })))
      .slice(0, MOST_RESULTS)
      .map(resultItem)
    list.replaceChildren(...items)
    this.#say(items.length === 0 ? `Nothing was found for "${words}".` : `${items.length} places for "${words}".`)
  }

  #say(sentence: string): void {
    this.#one('.state', HTMLElement).textContent = sentence
  }

  #one<Kind extends HTMLElement>(selector: string, kind: new () => Kind): Kind {
    const found = this.querySelector(selector)
    if (!(found instanceof kind)) throw new TypeError(`The search has no ${selector}.`)
    return found
  }
}

customElements.define('site-search', SiteSearch)

function resultItem({
  title,
  page,
  url,
  excerpt,
}: {
  title: string
  page: string
  url: string
  excerpt: string
}): HTMLElement {
  const item = document.createElement('li')
  const link = document.createElement('a')
  link.href = url
  const heading = document.createElement('strong')
  heading.textContent = title === page ? page : `${page}: ${title}`
  const text = document.createElement('span')
  text.className = 'excerpt'
  // Pagefind's excerpts are text of our own pages, escaped by it, with `mark` around what was found.
  text.innerHTML = excerpt
  link.append(heading, text)
  item.append(link)
  return item
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))
}
