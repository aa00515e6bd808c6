/** Long work in slices, between which the page draws and hears its reader. */

/** The longest that a slice takes, in milliseconds: with a frame's own work it stays far below 50. */
const SLICE_MS = 8

/** Work that goes on until `isOver` says so; true when nothing is left. */
export type Work = (isOver: () => boolean) => boolean

/** One slice of work now; true when nothing is left. */
export function oneSlice(work: Work): boolean {
  const end = performance.now() + SLICE_MS
  return work(() => performance.now() >= end)
}

/** Slice after slice until the work is done or `signal` is aborted; `after` is told behind each whether it is done. */
export async function inSlices(work: Work, signal: AbortSignal, after: (isDone: boolean) => void): Promise<void> {
  while (!signal.aborted) {
    const isDone = oneSlice(work)
    after(isDone)
    if (isDone) return
    await new Promise((resolve) => setTimeout(resolve))
  }
}
