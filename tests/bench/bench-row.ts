/** One line of the benchmark: what was measured, beside the figure it is held against. */
export interface BenchRow {
  /** What is measured, with its unit where the figure alone does not say: `octet to pixel, median`. */
  readonly name: string
  /** The figure of this run, with its unit. */
  readonly measured: string
  /** The figure to reach, with its unit; `told` where there is none to reach. */
  readonly target: string
  /** Whether `measured` reaches `target`. */
  readonly met: boolean
}
