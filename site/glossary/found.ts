/** Which terms a reader means by a few words. */

/** Letters and digits in lower case, so that `window update` means WINDOW_UPDATE, and `http2` means HTTP/2. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, '')
}

/** Whether each word of `wanted` stands in one of `texts`; nothing wanted is found everywhere. */
export function isFound(wanted: string, texts: readonly string[]): boolean {
  const said = texts.map(bare)
  const words = wanted.split(/\s+/).map(bare)
  return words.every((word) => said.some((text) => text.includes(word)))
}
