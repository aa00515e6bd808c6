/** Which known words a mistyped one may have meant. */

/** More are no help. */
const MAX_NEAR = 3

/** The nearest of `known`, the shortest first; none where all are far away. */
export function nearWords(word: string, known: Iterable<string>): readonly string[] {
  const allowed = word.length < 4 ? 1 : word.length < 8 ? 2 : 3
  const near: { readonly word: string; readonly distance: number }[] = []
  for (const candidate of new Set(known)) {
    if (Math.abs(candidate.length - word.length) > allowed && !candidate.startsWith(word)) continue
    const distance = candidate.startsWith(word) && word.length > 1 ? 1 : editDistance(word, candidate)
    if (distance <= allowed) near.push({ word: candidate, distance })
  }
  const least = Math.min(...near.map(({ distance }) => distance))
  return near
    .filter(({ distance }) => distance === least)
    .sort((one, other) => one.word.length - other.word.length)
    .slice(0, MAX_NEAR)
    .map((found) => found.word)
}

/** How many letters have to be added, left out, changed, or swapped with their neighbour (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1
      let best = Math.min(
        (last[column] as number) + 1,
        (current[column - 1] as number) + 1,
        (last[column - 1] as number) + changed,
      )
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (row > 1 && column > 1 && isSwap) best = Math.min(best, (beforeLast[column - 2] as number) + 1)
      current.push(best)
    }
    beforeLast = last
    last = current
  }
  return last[other.length] as number
}
