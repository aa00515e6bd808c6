/** The fixed words of filters: what starts a condition, what joins them, what is passed over. */

/** Words that say nothing a filter needs: `show me all the units that are ...`. */
export const FILLERS: ReadonlySet<string> = new Set(
  'a all an any are every everything has have having is me only show sent that the units unit were what where which whose'.split(
    ' ',
  ),
)

export const JOINERS: ReadonlySet<string> = new Set(['and', 'or', 'but', 'also', 'plus', '&', '|'])

export const NEGATIONS: ReadonlySet<string> = new Set(['not', 'no', 'without', 'except', 'excluding', 'other'])

type Bound = 'more' | 'least' | 'less' | 'most' | 'equal'

/** Comparisons by their first word; `than`, `least` and the like follow. */
export const COMPARISONS: Readonly<Record<string, Bound>> = {
  larger: 'more',
  bigger: 'more',
  longer: 'more',
  more: 'more',
  greater: 'more',
  over: 'more',
  above: 'more',
  '>': 'more',
  smaller: 'less',
  shorter: 'less',
  less: 'less',
  fewer: 'less',
  under: 'less',
  below: 'less',
  '<': 'less',
  exactly: 'equal',
  '=': 'equal',
  '>=': 'least',
  '≥': 'least',
  '<=': 'most',
  '≤': 'most',
}

/** The sizes that a comparison with `octets` leaves, both ends included. */
export function sizesFor(bound: Bound, octets: number): { readonly least: number; readonly most: number } {
  switch (bound) {
    case 'more':
      return { least: Math.floor(octets) + 1, most: Number.POSITIVE_INFINITY }
    case 'least':
      return { least: Math.ceil(octets), most: Number.POSITIVE_INFINITY }
    case 'less':
      return { least: 0, most: Math.ceil(octets) - 1 }
    case 'most':
      return { least: 0, most: Math.floor(octets) }
    case 'equal':
      return { least: octets, most: octets }
  }
}

/** A word or a few that may come next, as the reader would type them. */
export interface Suggestion {
  readonly text: string
  /** What it does, in a few words. */
  readonly about: string
}

/** How a condition can begin. */
export const CONDITION_STARTS: readonly Suggestion[] = [
  { text: 'from the server', about: 'server-to-client' },
  { text: 'from the client', about: 'client-to-server' },
  { text: 'larger than', about: 'octets on the wire: 27, 1 kB' },
  { text: 'smaller than', about: 'octets on the wire: 27, 1 kB' },
  { text: 'containing', about: 'text, or octets as hex:0d0a' },
  { text: 'on connection', about: 'one or more of the connections' },
  { text: 'to /', about: 'exchanges whose request-target holds this' },
  { text: 'with', about: 'a part, and what it says: status 404' },
  { text: 'after', about: 'later than: 200 ms, 1.5 s' },
  { text: 'before', about: 'earlier than: 200 ms, 1.5 s' },
  { text: 'between', about: 'two times, or two sizes' },
  { text: 'on stream', about: 'streams of HTTP/2' },
  { text: 'not', about: 'leaves out what follows' },
]

/** Things that need no layer's word. */
export const COMMON_THINGS: readonly Suggestion[] = [
  { text: 'faults', about: 'units that break a standard' },
  { text: 'headers', about: 'units that hold field lines' },
  { text: 'incomplete', about: 'units that are arriving or were cut short' },
  { text: 'gaps', about: 'octets that were not kept' },
]

export const JOINER_SUGGESTIONS: readonly Suggestion[] = [
  { text: 'and', about: 'both conditions, or both kinds of unit' },
  { text: 'or', about: 'either of them' },
]
