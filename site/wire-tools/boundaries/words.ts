/** What the lanes say in words: their names, the figure as a sentence, a cell as it is read out. */
import { counted, grouped } from '#site/wire-view/numbers.ts'
import { rangeText } from '#site/wire-view/summary.ts'
import type { Observer } from '#site/wire-view/wire-model.ts'
import { type Boundaries, sharedBoundaries } from '#wire/boundaries.ts'
import { type BoundaryCell, type BoundaryLane, timesOf } from '#wire/boundary-lane.ts'
import { layerNamed } from '#wire/layer.ts'
import { octetCount } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'

/** `12 events`, `1 message-body`, `3 DATA frames`, `2 × readyState 3`. */
export function countedCells(count: number, name: string): string {
  if (name === 'read()') return counted(count, 'read')
  if (/^[A-Z_]+$/.test(name)) return counted(count, `${name} frame`)
  if (/^[a-z-]+$/.test(name)) return counted(count, name, pluralOf(name))
  return `${grouped(count)} × ${name}`
}

function pluralOf(name: string): string {
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`
  return name === 'unreadable' || name === 'undecided' ? name : `${name}s`
}

/** What a lane rules by, in a word or two. */
export function laneTitle(lane: BoundaryLane): string {
  const source = lane.source(0)
  switch (source?.kind) {
    case 'script':
      return 'Script'
    case 'socket':
      return source.how === 'piece' ? 'Capture' : 'Socket'
    case 'unit':
      return layerNamed(source.logged.unit.layer)?.title ?? source.logged.unit.layer
    case undefined:
      return ''
  }
}

/** How many cells it has, of the name that most of them have, and of others: `10 chunks`, `2 others`. */
export function laneCounts(lane: BoundaryLane): readonly string[] {
  const [most, ...others] = [...lane.counts].sort(([, one], [, other]) => other - one)
  if (most === undefined) return []
  const rest = others.reduce((sum, [, count]) => sum + count, 0)
  return [countedCells(most[1], most[0]), ...(rest > 0 ? [counted(rest, 'other')] : [])]
}

/** All counts of a lane as they stand in a sentence: `3 socket writes`, `5 reads by the script`. */
function cameIn(lane: BoundaryLane, counts = lane.counts): string {
  const all = listed([...counts].map(([name, count]) => countedCells(count, name)))
  if (lane.kind === 'socket') return all.replace(/\w+$/, `${passedBy(lane)} $&`)
  return lane.kind === 'script'
    ? `${all} ${[...counts.keys()].some((name) => name === 'read()') ? 'by' : 'in'} the script`
    : all
}

/** The figure in a sentence or two. Compares over content, where there is any: framing lies on no boundary of the script. */
export function boundariesSentence({ lanes, axis }: Boundaries): string {
  const [top, ...others] = [...lanes].sort((one, other) => rank(one) - rank(other))
  if (top === undefined) return 'No octets have passed here.'
  const carriers = others
    .map((lane) => ({ lane, counts: countsOver(top, lane, axis.length) }))
    .filter(({ counts }) => counts.size > 0)
  const elsewhere =
    carriers.length < others.length
      ? ' Other exchanges have layers of their own: choose one to read what came in what.'
      : ''
  if (carriers.length === 0) return `${cameIn(top)}.${elsewhere}`
  const came = `${cameIn(top)} came in ${listed(carriers.map(({ lane, counts }) => cameIn(lane, counts)))}.`
  const shares = carriers.map(({ lane }) => ({ lane, ...sharedBoundaries(top, lane, axis) }))
  const between = shares[0]?.between ?? 0
  if (between === 0) return came + elsewhere
  const [first, ...rest] = shares.map(({ lane, shared }) => {
    const count = shared === 0 ? 'none' : shared === between ? 'all' : grouped(shared)
    return { count, with: `with ${laneNoun(lane)}` }
  })
  const are = first?.count === 'none' || first?.count === '1' ? 'is' : 'are'
  const where = listed([
    `${first?.count} ${are} shared ${first?.with}`,
    ...rest.map((each) => `${each.count} ${each.with}`),
  ])
  const ofWhat = top.length === 1 ? 'around it' : `between ${laneNoun(top)}`
  return `${came} Of ${counted(between, 'boundary', 'boundaries')} ${ofWhat}, ${where}.${elsewhere}`
}

/** How many cells of each name `lane` has over the cells of `top`: elsewhere, octets of other exchanges have other layers. */
function countsOver(top: BoundaryLane, lane: BoundaryLane, length: number): ReadonlyMap<string, number> {
  if (isWhole(top, length)) return lane.counts
  const counts = new Map<string, number>()
  for (let place = 0; place < lane.length; place++) {
    const start = lane.start(place)
    const before = top.placeBefore(lane.end(place) - 1)
    const cell = before >= 0 && top.end(before) > start ? lane.cell(place) : undefined
    if (cell !== undefined) counts.set(cell.name, (counts.get(cell.name) ?? 0) + 1)
  }
  return counts
}

/** Whether the lane's cells leave no octet of the axis out. */
function isWhole(lane: BoundaryLane, length: number): boolean {
  let end = 0
  for (let place = 0; place < lane.length && lane.start(place) <= end; place++) end = Math.max(end, lane.end(place))
  return end >= length
}

/** Units of the uppermost layer are what the figure is about; how they came is told from the inside out. */
function rank({ kind }: BoundaryLane): number {
  return kind === 'unit' ? 0 : kind === 'socket' ? 1 : 2
}

function laneNoun(lane: BoundaryLane): string {
  const nouns = [...lane.counts.keys()].map((name) => countedCells(2, name).replace(/^2 (× )?/, ''))
  return lane.kind === 'socket' ? `${passedBy(lane)} ${nouns[0]}` : listed(nouns)
}

/** `socket`, as in socket write, or `captured`, as in captured piece. */
function passedBy(lane: BoundaryLane): string {
  const source = lane.source(0)
  return source?.kind === 'socket' && source.how === 'piece' ? 'captured' : 'socket'
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** `chunk 3`. */
export function cellName({ name, ordinal }: Pick<BoundaryCell, 'name' | 'ordinal'>): string {
  return `${name} ${ordinal}`
}

/** A cell as it is read out: `chunk 3, octets 120 to 150, 31 octets, at 96.5 ms; ends with read() 2`. */
export function cellSentence(lane: BoundaryLane, cell: BoundaryCell, { lanes }: Boundaries): string {
  const { source, pieces } = cell
  const place = rangeText({ name: cell.name, ranges: source.ranges }).replaceAll('–', ' to ')
  const cut = pieces.length > 1 ? `, in ${grouped(pieces.length)} pieces` : ''
  const said = `${lane.kind === 'socket' ? `${passedBy(lane)} ` : ''}${cellName(cell)}, octets ${place}${cut}, ${counted(octetCount(source.ranges), 'octet')}, at ${timesOf(source).at.toFixed(1)} ms`
  const ends = lanes
    .filter((other) => other !== lane)
    .map((other) => endingAt(other, cell.end))
    .filter((name) => name !== undefined)
  return `${said}; ${ends.length === 0 ? 'no other boundary where it ends' : `ends with ${listed(ends)}`}`
}

function endingAt(lane: BoundaryLane, end: number): string | undefined {
  const place = lane.placeAt(end - 1)
  const cell = place === undefined || lane.end(place) !== end ? undefined : lane.cell(place)
  return cell && cellName(cell)
}

/** Where the octets were observed, and what is not seen from there. */
export function observedWords(observer: Observer, direction: Direction): string {
  const [clients, servers] = direction === 'client-to-server' ? ['wrote', 'read'] : ['read', 'wrote']
  switch (observer) {
    case 'server':
      return `The lanes show what the server’s socket ${servers}, because that is where octets are observed; how the network cut them into packets and what the browser’s socket ${clients} is not seen.`
    case 'browser':
      return `The lanes show what the browser’s socket ${clients}, because it is the browser that wrote the file; how the network cut the octets into packets and what the server’s socket ${servers} is not seen.`
    case 'network':
      return 'The lanes show the pieces in which the capture has the octets: packets, or records of TLS. What was one read or one write of a socket is not seen.'
    case 'nobody':
      return 'The file holds messages, and the octets were written anew from them: how they were cut on the wire, nobody saw.'
  }
}
