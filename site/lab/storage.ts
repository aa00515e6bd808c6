/** The browser's storage for text, or memory where the reader has forbidden it: reading and writing never fail. */

export interface TextStore {
  get(key: string): string | undefined
  set(key: string, text: string): void
  remove(key: string): void
}

/** What could not be stored, for as long as the page is open. */
const UNSTORED = { localStorage: new Map<string, string>(), sessionStorage: new Map<string, string>() }

/** `localStorage` outlives the tab, `sessionStorage` does not. */
export function openStore(kind: 'localStorage' | 'sessionStorage'): TextStore {
  const memory = UNSTORED[kind]
  // Reading the property itself throws where storage is blocked (WHATWG HTML, section 12.2.1).
  const attempt = <T>(work: (storage: Storage) => T): T | undefined => {
    try {
      return work(globalThis[kind])
    } catch {
      return undefined
    }
  }
  return {
    get: (key) => memory.get(key) ?? attempt((storage) => storage.getItem(key)) ?? undefined,
    set(key, text) {
      const written = attempt((storage) => {
        storage.setItem(key, text)
        return true
      })
      if (written) memory.delete(key)
      else memory.set(key, text)
    },
    remove(key) {
      memory.delete(key)
      attempt((storage) => storage.removeItem(key))
    },
  }
}
