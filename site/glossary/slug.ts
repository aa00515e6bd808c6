/** The address of a name in the glossary: names that differ by case or underscore only share a page. */

/** `HTTP-version` is `http-version`, `WINDOW_UPDATE` is `window-update`. */
export function glossarySlug(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
}

/** The page of a name, from the site's root. */
export function glossaryAddress(name: string): string {
  return `/glossary/${glossarySlug(name)}/`
}
