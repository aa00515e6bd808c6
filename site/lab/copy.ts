/** Copies text for the reader, as well as the page is allowed to. */

/**
 * Copies the text of `element` and says whether it could. The clipboard needs a secure context, which a plain http page on a
 * LAN is not; there the older command works, and where it does not the text is left selected for the reader's own keys.
 */
export async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent)
    return true
  } catch {
    getSelection()?.selectAllChildren(element)
    return document.execCommand('copy')
  }
}
