/** The colour scheme: chosen by the reader and kept by the browser, or the system's as long as nothing is chosen. */

/** Starlight's own key, so that a choice made before this control was ours still holds. */
const KEY = 'starlight-theme'

type Scheme = 'auto' | 'light' | 'dark'

/** Connects every `select[data-scheme]` of the page with the scheme, and follows the system while it is `auto`. */
export function keepScheme(page: Document): void {
  const selects = [...page.querySelectorAll<HTMLSelectElement>('select[data-scheme]')]
  const system = matchMedia('(prefers-color-scheme: light)')
  const show = (scheme: Scheme) => {
    for (const select of selects) select.value = scheme
    page.documentElement.dataset.theme = scheme === 'auto' ? (system.matches ? 'light' : 'dark') : scheme
  }

  show(stored())
  system.addEventListener('change', () => show(stored()))
  for (const select of selects) {
    select.addEventListener('change', () => {
      const scheme = schemeOf(select.value)
      store(scheme)
      show(scheme)
    })
  }
}

function schemeOf(text: string | null): Scheme {
  return text === 'light' || text === 'dark' ? text : 'auto'
}

/** Storage is refused in some private windows; then a choice holds for the page. */
function stored(): Scheme {
  try {
    return schemeOf(localStorage.getItem(KEY))
  } catch {
    return 'auto'
  }
}

function store(scheme: Scheme): void {
  try {
    localStorage.setItem(KEY, scheme === 'auto' ? '' : scheme)
  } catch {}
}
