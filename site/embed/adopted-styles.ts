/** The style sheets of the embedded view: shared by all of its shadow roots, and added to as parts of it are loaded. */

const sheets: CSSStyleSheet[] = []
const roots = new Set<ShadowRoot>()

/** The build turns each imported style sheet into a call of this. */
export function addStyle(css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  sheets.push(sheet)
  for (const root of roots) root.adoptedStyleSheets = sheets
}

/** Gives `root` every style sheet there is and will be; returns how to take it out again. */
export function adoptStyles(root: ShadowRoot): () => void {
  roots.add(root)
  root.adoptedStyleSheets = sheets
  return () => roots.delete(root)
}
